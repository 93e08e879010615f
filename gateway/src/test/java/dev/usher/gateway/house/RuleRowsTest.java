package dev.usher.gateway.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The tables of `RULES.md`: each sentence names tests that are there, or says when or why it is not so.
class RuleRowsTest {

    private static final Pattern METHOD = Pattern.compile("`(\\w+(?:Test|IT))\\.(\\w+)`");
    private static final List<String> LATER = List.of("later: rolling updates", "later: console");

    private final List<Path> sources = Tidy.sources(Tidy.house());

    @Test
    void eachSentenceNamesATestOrSaysWhyNot() throws IOException {
        var rows =
                lines().stream().filter(line -> line.startsWith("| ")).skip(2).toList();

        assertThat(rows).hasSizeGreaterThan(50);
        for (var row : rows) {
            var cells = row.split("\\|", -1);
            assertThat(cells).as(row).hasSize(4);
            assertThat(LATER.contains(cells[2].strip())
                            || METHOD.matcher(cells[2]).find())
                    .as(row)
                    .isTrue();
        }
    }

    @Test
    void eachNamedTestIsThere() throws IOException {
        for (var line : lines()) {
            var method = METHOD.matcher(line);
            while (method.find()) {
                assertThat(isThere(method.group(1), method.group(2))).as(line).isTrue();
            }
        }
    }

    @Test
    void whatIsNotThereIsFound() throws IOException {
        assertThat(isThere("ClustersTest", "isNotThere")).isFalse();
        assertThat(isThere("NoTest", "isNotThere")).isFalse();
    }

    private boolean isThere(String type, String method) throws IOException {
        for (var source : sources) {
            if (source.getFileName().toString().equals(type + ".java")
                    && Files.readString(source).contains("void " + method + "(")) {
                return true;
            }
        }
        return false;
    }

    private static List<String> lines() throws IOException {
        return Files.readAllLines(Tidy.house().resolve("gateway").resolve("RULES.md"));
    }
}
