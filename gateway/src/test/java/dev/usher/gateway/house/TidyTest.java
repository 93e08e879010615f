package dev.usher.gateway.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TidyTest {

    private static final Path MAIN = Path.of("gateway/src/main/java/x/Door.java");
    private static final Path TEST = Path.of("gateway/src/test/java/x/DoorTest.java");

    private final List<Path> sources = Tidy.sources(Tidy.house());

    @Test
    void everySourceFileIsTidy() throws IOException {
        var faults = new ArrayList<String>();
        for (var file : sources) {
            faults.addAll(Tidy.faults(file, Files.readAllLines(file)));
        }

        assertThat(faults).isEmpty();
    }

    @Test
    void everyPackageSaysWhatLivesThere() {
        assertThat(Tidy.unexplained(sources)).isEmpty();
    }

    @Test
    void allModulesAreLookedAt() {
        assertThat(sources).hasSizeGreaterThan(100);
        assertThat(sources).anyMatch(file -> file.endsWith("membership/time/Ticker.java"));
        assertThat(sources).anyMatch(file -> file.endsWith("gateway/house/TidyTest.java"));
    }

    @Test
    void longFilesAndLongLinesAreFaults() {
        assertThat(Tidy.faults(MAIN, Collections.nCopies(500, "x".repeat(120)))).isEmpty();
        assertThat(Tidy.faults(MAIN, Collections.nCopies(501, "")))
                .containsExactly(MAIN + ": 501 lines (expected: at most 500)");
        assertThat(Tidy.faults(MAIN, List.of("", "x".repeat(121))))
                .containsExactly(MAIN + ":2: longer than 120 columns");
    }

    @Test
    void textMayBeLong() {
        var quotes = "\"\"\"";
        var text = "x".repeat(121);

        assertThat(Tidy.faults(MAIN, List.of("    \"" + text + "\",", "    + \"" + text + "\";")))
                .isEmpty();
        assertThat(Tidy.faults(MAIN, List.of("a(" + quotes, text, quotes + ");", text)))
                .containsExactly(MAIN + ":4: longer than 120 columns");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "// TO-DO: later",
                "/// FIX-ME",
                "    Thread-.sleep(10);",
                "    TimeUnit.SECONDS-.sleep(1);",
                "    pause = Thread-::sleep;",
                "@Dis-abled",
                "    @Dis-abledOnOs(LINUX)",
                "    assume-True(linux);",
                "final class Door-Manager {",
                "public record Door-Utils(int a) {}",
                "sealed interface Door-Base permits A {}",
            })
    void whatIsNotWantedIsFound(String line) {
        assertThat(Tidy.faults(TEST, List.of(line.replace("-", "")))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "// Waits without Thread-.sleep, on a future.",
                "    foo(); // not assume-True(x)",
                "final class Basement {}",
                "interface Commons {}",
                "    @Test",
                "    var managers = 1;",
            })
    void whatIsFineIsLeftAlone(String line) {
        assertThat(Tidy.faults(TEST, List.of(line.replace("-", "")))).isEmpty();
    }

    @Test
    void aTestThatWouldNotRunIsAFault() {
        assertThat(Tidy.faults(Path.of("gateway/src/test/java/x/DoorTests.java"), List.of("    @Test")))
                .hasSize(1);
    }

    @Test
    void sleepingIsForbiddenToTestsOnly() {
        assertThat(Tidy.faults(MAIN, List.of("Thread-.sleep(1);".replace("-", ""))))
                .isEmpty();
    }

    @Test
    void aPackageWithoutItsCardIsAFault() {
        var card = MAIN.resolveSibling("package-info.java");

        assertThat(Tidy.unexplained(List.of(MAIN, TEST))).containsExactly(MAIN.getParent() + ": no package-info.java");
        assertThat(Tidy.unexplained(List.of(MAIN, TEST, card))).isEmpty();
    }
}
