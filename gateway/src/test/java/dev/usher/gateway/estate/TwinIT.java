package dev.usher.gateway.estate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.testkit.Certificates;
import dev.usher.gateway.testkit.Eventually;
import dev.usher.gateway.testkit.JavaProcess;
import dev.usher.gateway.testkit.Ports;
import dev.usher.membership.app.Sidecar;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sidecars that should not be there.
class TwinIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final Ports ports = new Ports();

    @TempDir
    private Path folder;

    @Test
    void whoWasThereFirstReportsASecondOneForItsDirector() {
        int first = ports.row(2);
        try (var one = sidecar("one", first, ports.row(2), "127.0.0.1")) {
            Eventually.holds("the first one joined", LIMIT, () -> one.said().contains("joined"));
            try (var other = sidecar("other", ports.row(2), first, "127.0.0.1")) {
                Eventually.holds(
                        "the second one joined", LIMIT, () -> other.said().contains("joined"));
                Eventually.holds("the first one knows", LIMIT, () -> one.said().contains("speaks for d1 too"));
            }
        }
    }

    @Test
    void anAddressThatIsNotOfThisMachineEndsWith1() {
        try (var stranger = sidecar("stranger", ports.row(2), ports.row(2), "192.0.2.1")) {
            assertThat(stranger.exitCode(60)).isEqualTo(1);
        }
    }

    /// One for `d1`, whose neighbours are where the caller says.
    private JavaProcess sidecar(String name, int port, int neighbour, String address) {
        var file = folder.resolve(name + ".yaml");
        Certificates.write(file, """
                version: 1
                data_dir: %s
                cluster:
                  name: twins
                  plaintext: accepted
                  directors:
                    - {name: d1, address: %s, port: %d, services: {http: 9}}
                    - {name: d2, address: 127.0.0.1, port: %d, services: {http: 9}}
                    - {name: d3, address: 127.0.0.1, port: %d, services: {http: 9}}
                probe: {service: http}
                """.formatted(name, address, port, neighbour, ports.row(2)));
        return JavaProcess.start(
                folder.resolve(name + ".log"), JavaProcess.LEAN, Sidecar.class, file.toString(), "--director", "d1");
    }
}
