package dev.usher.gateway.app.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.testkit.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The quickstart from outside: a copy of what is built, under a path with a space in it, started through a symbolic
/// link from another folder.
@Tag("full")
class QuickstartIT {

    private static final int ENOUGH = 60;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static Path launcher;

    @BeforeAll
    static void copy() throws IOException {
        var source = Path.of("").toAbsolutePath();
        var copy = folder.resolve("a copy/gateway");
        for (var each : List.of("bin", "target/lib")) {
            Files.createDirectories(copy.resolve(each));
            try (var files = Files.list(source.resolve(each))) {
                for (var file : files.toList()) {
                    Files.copy(
                            file, copy.resolve(each).resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
        Files.copy(
                source.resolve("target/usher.jar"),
                copy.resolve("target/usher.jar"),
                StandardCopyOption.COPY_ATTRIBUTES);
        launcher = Files.createSymbolicLink(folder.resolve("usher"), copy.resolve("bin/usher"));
    }

    @Test
    void servesOnWhileADirectorDiesAndComesBack(@TempDir Path here) throws Exception {
        try (var quickstart = RunningQuickstart.start(launcher, here.resolve("data dir"), here)) {
            var agent = quickstart.agent();

            assertThat(quickstart.post(agent, false).statusCode()).isEqualTo(401);
            assertThat(directorsThatAnswer(quickstart))
                    .containsExactlyInAnyOrder("director-1", "director-2", "director-3");

            kill(quickstart.process("DIRECTOR_1"));
            assertThat(directorsThatAnswer(quickstart)).containsExactlyInAnyOrder("director-2", "director-3");

            quickstart.restart("DIRECTOR_1");
            awaitDirector(quickstart, "director-1");

            kill(quickstart.process("SIDECAR_2"));
            assertThat(directorsThatAnswer(quickstart)).contains("director-2");
            quickstart.restart("SIDECAR_2");

            var processes = quickstart.processes();
            assertThat(processes).hasSize(7).allMatch(ProcessHandle::isAlive);
            quickstart.supervisor().destroy();
            assertThat(quickstart.supervisor().waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(quickstart.supervisor().exitValue()).isZero();
            quickstart.awaitEnd(processes);
        }
    }

    @Test
    void leavesNothingBehindWhenTheSupervisorIsKilled(@TempDir Path here) throws Exception {
        try (var quickstart = RunningQuickstart.start(launcher, here.resolve("data"), here)) {
            kill(quickstart.process("DIRECTOR_3"));
            quickstart.restart("DIRECTOR_3");
            awaitDirector(quickstart, "director-3");
            var processes = quickstart.processes();

            quickstart.supervisor().destroyForcibly();

            quickstart.awaitEnd(processes);
        }
    }

    @Test
    void printsARequestThatWorks(@TempDir Path here) throws Exception {
        try (var quickstart = RunningQuickstart.start(launcher, here.resolve("data"), here)) {
            Eventually.holds(
                    "the line is printed", LIMIT, () -> printed(quickstart).isPresent());
            var printed = printed(quickstart).orElseThrow();

            var curl = new ProcessBuilder("bash", "-c", printed + " -s -o /dev/null -w '%{http_code}'").start();

            assertThat(new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("200");
        }
    }

    private static Optional<String> printed(RunningQuickstart quickstart) {
        return quickstart
                .output()
                .lines()
                .filter(line -> line.strip().startsWith("curl --cacert"))
                .findFirst();
    }

    @Test
    void namesThePortThatIsTakenAndTheWayOut(@TempDir Path here) throws Exception {
        var offset = RunningQuickstart.freeOffset();
        try (var _ = new ServerSocket(new Ports(offset).admin(), 1, InetAddress.getLoopbackAddress())) {
            var data = here.resolve("data");

            var start = new ProcessBuilder(
                            launcher.toString(),
                            "quickstart",
                            "--port-offset",
                            "" + offset,
                            "--data-dir",
                            data.toString())
                    .redirectErrorStream(true)
                    .start();
            var said = new String(start.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(start.waitFor()).isEqualTo(1);
            assertThat(said).contains("port " + new Ports(offset).admin() + " (admin) is in use", "--port-offset");
            assertThat(data).doesNotExist();
        }
    }

    private static List<String> directorsThatAnswer(RunningQuickstart quickstart) throws Exception {
        var agent = quickstart.agent();
        var seen = new HashSet<String>();
        for (var count = 0; count < ENOUGH; count++) {
            var reply = quickstart.post(agent, true);
            assertThat(reply.statusCode()).isEqualTo(200);
            seen.add(reply.headers().firstValue("X-Director").orElseThrow());
        }
        return List.copyOf(seen);
    }

    /// Until it answers again; the requests themselves are the pace.
    private static void awaitDirector(RunningQuickstart quickstart, String director) throws Exception {
        for (var round = 0; round < 200; round++) {
            if (directorsThatAnswer(quickstart).contains(director)) {
                return;
            }
        }
        throw new AssertionError(director + " did not come back");
    }

    private static void kill(ProcessHandle process) throws Exception {
        process.destroyForcibly();
        process.onExit().get(30, TimeUnit.SECONDS);
    }
}
