package dev.usher.membership.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileKillIT {

    private static final int ROUNDS = 8;

    @TempDir
    private Path folder;

    @Test
    void whatWasToldToBeOnDiskSurvivesBeingKilled() throws Exception {
        for (long seed = 0; seed < ROUNDS; seed++) {
            var told = writeAndKill(1 + new Random(seed).nextInt(60));

            var state = new StateFile(folder).read();

            assertThat(state.getForgetful()).as("seed " + seed).isFalse();
            assertThat(state.getEpoch()).as("seed " + seed).isGreaterThanOrEqualTo(told);
            assertThat(state.getEstate()).hasSize((int) (state.getEpoch() % 5_000));
        }
    }

    /// The last epoch that the process told of; it was killed some time after it told of `writes` of them.
    private long writeAndKill(int writes) throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(List.of(
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StateWriter.class.getName(),
                        folder.toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var lines = process.inputReader()) {
            var told = 0L;
            for (int n = 0; n < writes; n++) {
                told = Long.parseLong(lines.readLine());
            }
            // Not by the process itself, which would close what is still to be read.
            process.toHandle().destroyForcibly();
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                told = line.matches("[0-9]+") ? Math.max(told, Long.parseLong(line)) : told;
            }
            return told;
        } finally {
            process.destroyForcibly();
        }
    }
}
