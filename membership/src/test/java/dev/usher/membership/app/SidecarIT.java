package dev.usher.membership.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SidecarIT {

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @Test
    void badConfigurationEndsWith78AndEveryMistake() throws IOException {
        var code = run("version: 2\ncluster: {name: it}\nprobe: {port: 0}\nupdate: {driver: command}\n", "director-1");

        assertThat(code).isEqualTo(78);
        assertThat(told.toString(StandardCharsets.UTF_8))
                .contains(
                        "version: 2 (expected: 1)",
                        "cluster.directors",
                        "probe.port: 0",
                        "update: is not supported yet");
    }

    @Test
    void anUnknownDirectorEndsWith78() throws IOException {
        var code = run(file(28_081), "director-9");

        assertThat(code).isEqualTo(78);
        assertThat(told.toString(StandardCharsets.UTF_8)).contains("director: director-9 (expected: --director");
    }

    @Test
    void aTakenPortEndsWith1() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(run(file(taken.getLocalPort()), "director-1")).isEqualTo(1);
        }
    }

    @Test
    void aFolderInUseEndsWith1AndItsName() throws IOException {
        var data = folder.resolve("data");
        try (var used = DataFolder.open(data, "director-1")) {
            assertThat(run(file(28_081), "director-1")).isEqualTo(1);
            assertThat(told.toString(StandardCharsets.UTF_8))
                    .contains("data_dir: " + used.path() + ": a sidecar uses it already");
        }
    }

    @Test
    void aPlaceThatIsNoFolderEndsWith1() throws IOException {
        Files.writeString(folder.resolve("data"), "");

        assertThat(run(file(28_081), "director-1")).isEqualTo(1);
        assertThat(told.toString(StandardCharsets.UTF_8)).contains("data_dir: ", "a file (expected: a folder)");
    }

    private int run(String yaml, String director) throws IOException {
        var file = Files.writeString(folder.resolve("sidecar.yaml"), yaml);
        return Sidecar.run(file, director, new PrintStream(told, true, StandardCharsets.UTF_8));
    }

    private static String file(int port) {
        return """
                version: 1
                data_dir: data
                cluster:
                  name: it
                  directors:
                    - {name: director-1, address: 127.0.0.1, port: %d}
                    - {name: director-2, address: 127.0.0.2, port: %d}
                    - {name: director-3, address: 127.0.0.3, port: %d}
                probe: {port: 9}
                """.formatted(port, port, port);
    }
}
