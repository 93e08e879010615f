package dev.usher.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.core.config.LogSettings;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintableTest {

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "000a,a\\u000ab",
                "000d,a\\u000db",
                "001b,a\\u001bb",
                "0085,a\\u0085b",
                "2028,a\\u2028b",
                "202e,a\\u202eb",
                "007f,a\\u007fb",
                "0000,a\\u0000b",
                "0009,a\\u0009b"
            })
    void writesWhatIsNoTextAsItsNumber(String number, String line) {
        assertThat(Printable.line("a" + (char) Integer.parseInt(number, 16) + "b"))
                .isEqualTo(line);
    }

    @Test
    void leavesTextAsItIs() {
        assertThat(Printable.line("café 東京 😀 \\u000a ~")).isEqualTo("café 東京 😀 \\u000a ~");
    }

    @Test
    void writesOneLineForEachEvent() {
        var event = new LogRecord(Level.INFO, "login of {0} is refused");
        event.setParameters(new Object[] {"eve\n2026-11-22T20:00:00Z INFO ada@example.com logged in"});

        var text = Logs.formatter(LogSettings.Format.TEXT).format(event);
        var json = Logs.formatter(LogSettings.Format.JSON).format(event);

        assertThat(text).endsWith(" is refused\n").contains("eve\\u000a2026").hasLineCount(1);
        assertThat(json).endsWith("}\n").hasLineCount(1);
    }

    @Test
    void indentsWhatAnExceptionSays() {
        var event = new LogRecord(Level.SEVERE, "it failed");
        event.setThrown(new IllegalStateException("name: x\n2026-11-22T20:00:00Z INFO all is well"));

        var lines =
                Logs.formatter(LogSettings.Format.TEXT).format(event).lines().toList();

        assertThat(lines.get(0)).endsWith("ERROR it failed");
        assertThat(lines.get(1)).isEqualTo("java.lang.IllegalStateException: name: x");
        assertThat(lines.subList(2, lines.size())).allMatch(line -> line.startsWith("\t"));
    }
}
