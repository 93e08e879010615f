package dev.usher.membership.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.membership.config.VersionSource;
import dev.usher.membership.time.Eventually;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class VersionReaderIT {

    @Test
    void takesTheFirstLine() {
        assertThat(shell("printf ' 2.5.0 (abc)\\nmore\\n'")).isEqualTo("2.5.0 (abc)");
    }

    @Test
    void cutsWhatIsTooLong() {
        assertThat(shell("head -c 100000 /dev/zero | tr '\\0' 9")).hasSize(64);
    }

    @Test
    void failureIsUnknown() {
        assertThat(shell("echo 2.5.0; exit 3")).isEmpty();
        assertThat(shell(":")).isEmpty();
        assertThat(new VersionReader(new VersionSource.Command(List.of("/no/such/program")), Duration.ofSeconds(5))
                        .read())
                .isEmpty();
    }

    @Test
    void aHungCommandIsKilledWithItsChildren() {
        var marker = "3601." + ProcessHandle.current().pid();

        var version = new VersionReader(
                        new VersionSource.Command(List.of("sh", "-c", "sleep " + marker + " & wait")),
                        Duration.ofSeconds(2))
                .read();

        assertThat(version).isEmpty();
        Eventually.holds(
                "its children are gone",
                Duration.ofSeconds(20),
                () -> ProcessHandle.allProcesses()
                        .noneMatch(process ->
                                process.info().commandLine().orElse("").contains(marker)));
    }

    @Test
    void writtenVersionsNeedNoCommand() {
        assertThat(new VersionReader(new VersionSource.Literal("2.5.0"), Duration.ofSeconds(1)).read())
                .isEqualTo("2.5.0");
        assertThat(new VersionReader(new VersionSource.Unknown(), Duration.ofSeconds(1)).read())
                .isEmpty();
    }

    private static String shell(String script) {
        return new VersionReader(new VersionSource.Command(List.of("sh", "-c", script)), Duration.ofSeconds(5)).read();
    }
}
