package dev.usher.gateway.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The table of failures in `membership/README.md`: each row names a test that is there.
class FailureRowsTest {

    private static final Pattern METHOD = Pattern.compile("`(\\w+)\\.(\\w+)`");
    private static final Pattern SCENARIO = Pattern.compile("\"([^\"]+)\"");
    private static final int CELLS = 8;
    private static final int TEST = 6;

    private final List<Path> sources = Tidy.sources(Tidy.house());

    @Test
    void eachRowNamesATestThatIsThere() throws IOException {
        var rows = rows();

        assertThat(rows).hasSizeGreaterThan(20);
        for (var row : rows) {
            assertThat(isThere(row)).as(row).isTrue();
        }
    }

    @Test
    void whatIsNotThereIsFound() throws IOException {
        assertThat(isThere("| a | b | c | d | e | \"a scenario of its own\" |")).isFalse();
        assertThat(isThere("| a | b | c | d | e | `TwinIT.isNotThere` |")).isFalse();
        assertThat(isThere("| a | b | c | d | e | nothing |")).isFalse();
    }

    private boolean isThere(String row) throws IOException {
        var cells = row.split("\\|", -1);
        assertThat(cells).as(row).hasSize(CELLS);
        var method = METHOD.matcher(cells[TEST]);
        if (method.find()) {
            return source(method.group(1)).contains("void " + method.group(2) + "(");
        }
        var scenario = SCENARIO.matcher(cells[TEST]);
        return scenario.find() && source("Scenarios").contains("\"" + scenario.group(1) + "\"");
    }

    private String source(String type) throws IOException {
        var file = sources.stream()
                .filter(source -> source.getFileName().toString().equals(type + ".java"))
                .findFirst();
        return file.isPresent() ? Files.readString(file.get()) : "";
    }

    private static List<String> rows() throws IOException {
        var lines = Files.readAllLines(Tidy.house().resolve("membership").resolve("README.md"));
        int first = lines.indexOf("## What is known to go wrong");
        return lines.subList(first + 1, lines.size()).stream()
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("| "))
                .skip(2)
                .toList();
    }
}
