package dev.usher.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.core.config.Configuration;
import dev.usher.gateway.core.model.TokenValue;
import dev.usher.membership.time.Ticker;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsherTest {

    private static final Path MINIMAL = Path.of("..", "config", "minimal.yaml");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Instant now = Instant.parse("2026-11-30T23:59:59.999Z");

    @TempDir
    Path folder = Path.of("");

    @Test
    void validatesAGoodFile() {
        assertThat(usher("validate", MINIMAL.toString())).isZero();

        assertThat(out).hasToString(MINIMAL + ": valid (1 listener, 1 cluster)\n");
        assertThat(err).hasToString("");
    }

    @Test
    void printsWarningsOfAValidFile() throws IOException {
        var file = folder.resolve("gateway.yaml");
        Files.writeString(
                file,
                Files.readString(MINIMAL)
                        .replace("address: 127.0.0.1:8080", "address: 127.0.0.1:8080\n    token: required"));

        assertThat(usher("validate", file.toString())).isZero();

        assertThat(err.toString()).startsWith("warning: " + file + ":8:12: listeners[0].token: required, but");
    }

    @Test
    void tellsEveryMistakeAndLeavesWithItsOwnCode() throws IOException {
        var file = Files.writeString(folder.resolve("gateway.yaml"), "version: 2\nlisteners: 5\n");

        assertThat(usher("validate", file.toString())).isEqualTo(78);

        assertThat(err).hasToString("""
                1. %1$s:1:10: version: 2 (expected: 1)
                2. %1$s:2:12: listeners: 5 (expected: a list)
                %1$s: 2 mistakes
                """.formatted(file));
    }

    @Test
    void aMissingFileIsABadConfiguration() {
        assertThat(usher("validate", "gone.yaml")).isEqualTo(78);

        assertThat(err.toString()).startsWith("1. gone.yaml:1:1: no such file\n");
    }

    @ParameterizedTest
    @CsvSource({
        "1_month,2026-12-30T23:59:59Z",
        "3_months,2027-02-28T23:59:59Z",
        "1_year,2027-11-30T23:59:59Z",
        "unlimited,unlimited"
    })
    void aTokenEndsByTheCalendar(String expires, String end) {
        assertThat(usher("token", "new", "--name", "branch", "--expires", expires, "-o", "yaml"))
                .isZero();

        assertThat(out.toString().lines()).last().isEqualTo("expires: " + end);
    }

    @Test
    void aTokenOf29FebruaryEndsOn28() {
        now = Instant.parse("2028-02-29T12:00:00Z");

        usher("token", "new", "--name", "leap", "--expires", "1_year", "-o", "json");

        assertThat(out.toString()).endsWith("\"expires\": \"2029-02-28T12:00:00Z\"}\n");
    }

    @Test
    void aNewTokenIsGoodForThreeMonthsAndItsDigestIsOfItsValue() {
        assertThat(usher("token", "new", "--name", "branch", "-o", "json")).isZero();

        var value = TokenValue.generate(new Random(7));
        assertThat(out)
                .hasToString(
                        "{\"value\": \"%s\", \"name\": \"branch\", \"digest\": \"%s\", \"expires\": \"2027-02-28T23:59:59Z\"}\n"
                                .formatted(value.reveal(), value.digest()));
    }

    @Test
    void thePrintedEntryCanBePasted() throws IOException {
        usher("token", "new", "--name", "branch");
        var entry =
                out.toString().lines().reduce((_, last) -> last).orElseThrow().strip();
        var tokens = "    access: {tokens: {enabled: true, list: [" + entry.substring(2) + "]}}\n    directors:";

        var text = Files.readString(MINIMAL).replace("    directors:", tokens);
        var configuration =
                Configuration.parse("pasted.yaml", text, folder, name -> null).value();

        assertThat(configuration.clusters().getFirst().access().tokens().list())
                .singleElement()
                .satisfies(token -> assertThat(token.digest())
                        .isEqualTo(TokenValue.generate(new Random(7)).digest()));
    }

    @Test
    void printsThePasswordHashOfWhatIsPipedIn() {
        assertThat(usherWith("correct horse battery\n", "password")).isZero();

        assertThat(out.toString())
                .matches("\\$argon2id\\$v=19\\$m=65536,t=3,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}\n");
    }

    @Test
    void refusesAShortPassword() {
        assertThat(usherWith("short\n", "password")).isEqualTo(1);
        assertThat(usherWith("", "password")).isEqualTo(1);

        assertThat(err).hasToString("""
                password: 5 characters (expected: 12..1024)
                password: 0 characters (expected: 12..1024)
                """);
    }

    @Test
    void wrongUsageLeavesWithTwo() {
        assertThat(usher()).isEqualTo(2);
        assertThat(usher("token")).isEqualTo(2);
        assertThat(usher("dance")).isEqualTo(2);
        assertThat(usher("token", "new")).isEqualTo(2);
        assertThat(usher("token", "new", "--name", "a b")).isEqualTo(2);
        assertThat(usher("token", "new", "--name", "a", "--expires", "never")).isEqualTo(2);
        assertThat(err.toString()).contains("never (expected: 1_month, 3_months, 1_year, unlimited)");
    }

    @Test
    void saysItsVersion() {
        assertThat(usher("version")).isZero();
        assertThat(usher("--version")).isZero();

        assertThat(out.toString().lines()).hasSize(2).allMatch(line -> line.startsWith("usher "));
    }

    @Test
    void helpListsTheVerbs() {
        assertThat(usher("--help")).isZero();

        assertThat(out.toString()).contains("validate", "token", "password", "version", "78");
    }

    private int usher(String... arguments) {
        return usherWith("", arguments);
    }

    private int usherWith(String in, String... arguments) {
        var terminal = Terminal.piped(in, new PrintWriter(out, true), new PrintWriter(err, true));
        var ticker = new Ticker() {
            @Override
            public long nanos() {
                return 0;
            }

            @Override
            public long epochMillis() {
                return now.toEpochMilli();
            }
        };
        return Usher.commandLine(terminal, ticker, new Random(7)).execute(arguments);
    }
}
