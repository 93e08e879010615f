package dev.usher.gateway.control.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.testkit.Certificates;
import dev.usher.gateway.testkit.Eventually;
import dev.usher.gateway.testkit.GatewayProcess;
import dev.usher.gateway.testkit.Ports;
import dev.usher.gateway.testkit.StubDirector;
import dev.usher.membership.channel.ChannelSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole gateway with its channel, and the real client.
class ChannelProcessIT {

    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    Path folder = Path.of("");

    @Test
    void aSidecarEnrolsIsShownAndHearsOfADrain() {
        var ports = new Ports();
        int control = ports.one();
        var certificate = new Certificates().issue(folder, "control", "127.0.0.1");
        try (var one = StubDirector.polite("director-1");
                var two = StubDirector.polite("director-2");
                var three = StubDirector.polite("director-3");
                var gateway = GatewayProcess.start(
                        folder, ports, "{ready_delay: 0s}", yaml(ports, control, one, two, three))) {
            gateway.ready();
            assertThat(gateway.usher("enrolment-key", "director-2")).isZero();
            assertThat(gateway.usher("enrolment-key", "director-9")).isEqualTo(1);
            var made = gateway.office().post("/api/v1/directors/director-1/enrolment-key", "");
            assertThat(made.status()).isEqualTo(201);
            assertThat(gateway.office().director("director-1").getString("connection"))
                    .isEqualTo("not_connected");

            try (var sidecar = TestSidecar.at(
                    "director-1",
                    folder,
                    made.json().getString("enrolment_key"),
                    List.of(new ChannelSettings.Gateway("127.0.0.1", control, certificate.certificate())))) {
                Eventually.holds(
                        "connected",
                        LONG,
                        () -> "connected"
                                .equals(gateway.office().director("director-1").getString("connection")));
                sidecar.sayStatus(status -> status.setConfigRevision(6));
                Eventually.holds(
                        "its revision",
                        LONG,
                        () -> gateway.office()
                                .director("director-1")
                                .getLong("config_revision", 0L)
                                .equals(6L));
                assertThat(gateway.office()
                                .get("/api/v1/clusters/eu-west")
                                .json()
                                .getBoolean("drift"))
                        .isTrue();

                var drained = gateway.office().post("/api/v1/directors/director-1/drain", "{}");

                assertThat(drained.json().getString("sidecar")).isEqualTo("told");
                assertThat(sidecar.directives.getFirst().hasDrain()).isTrue();
                Eventually.holds(
                        "a heartbeat that says so",
                        LONG,
                        () -> sidecar.heartbeats.getLast().getWithheld());
                var undrained = gateway.office().post("/api/v1/directors/director-1/undrain", "");
                assertThat(undrained.json().getString("sidecar")).isEqualTo("told");
                var other = gateway.office().post("/api/v1/directors/director-2/drain", "{}");
                assertThat(other.json().getString("sidecar")).isEqualTo("not_connected");
            }
        }
    }

    private static String yaml(Ports ports, int control, StubDirector... directors) {
        var yaml = new StringBuilder("""
                control:
                  address: 127.0.0.1:%d
                  tls: {cert_file: control.crt, key_file: control.key}
                  authority_dir: authority
                listeners:
                  - {name: in, address: "127.0.0.1:%d", target: {cluster: eu-west, service: http}}
                clusters:
                  - name: eu-west
                    revision: 7
                    health: {check: tcp}
                    directors:
                """.formatted(control, ports.one()));
        for (var director : directors) {
            yaml.append("      - {name: %s, address: 127.0.0.1, port: %d, services: {http: %d}}\n"
                    .formatted(director.name(), ports.row(2), director.port()));
        }
        return yaml.toString();
    }
}
