package dev.usher.gateway.control.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.testkit.Certificates;
import dev.usher.gateway.testkit.Eventually;
import dev.usher.gateway.testkit.GatewayProcess;
import dev.usher.gateway.testkit.Ports;
import dev.usher.gateway.testkit.StubDirector;
import dev.usher.membership.channel.ChannelSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole gateway with its channel, and the real client.
class ChannelProcessIT {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final int BAD_CONFIGURATION = 78;

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

    @Test
    void aNewCertificateIsShownAndStreamsStay() throws IOException {
        var ports = new Ports();
        int control = ports.one();
        var authority = new Certificates();
        var first = authority.issue(folder, "control", "127.0.0.1");
        var trusted = folder.resolve("authority.crt");
        Certificates.write(trusted, authority.authority());
        try (var one = StubDirector.polite("director-1");
                var two = StubDirector.polite("director-2");
                var three = StubDirector.polite("director-3");
                var gateway = GatewayProcess.start(
                        folder, ports, "{ready_delay: 0s}", yaml(ports, control, one, two, three))) {
            gateway.ready();
            try (var sidecar = sidecar("director-1", gateway, control, trusted)) {
                sidecar.awaitConnected("127.0.0.1:" + control);
                assertThat(authority.shown(control)).isEqualTo(first.leaf());

                var stranger = authority.issue(folder, "stranger", "127.0.0.1");
                Files.copy(stranger.key(), first.key(), StandardCopyOption.REPLACE_EXISTING);
                Eventually.holds(
                        "the mistake is told",
                        LONG,
                        () -> gateway.process()
                                .said()
                                .contains("control: the certificates stay as they were: " + first.key()));
                assertThat(authority.shown(control)).isEqualTo(first.leaf());

                var end = Instant.parse("2090-01-01T00:00:00Z");
                var second = authority.issue(folder, "control", "EC", end, "127.0.0.1");
                Eventually.holds(
                        "the new one is shown",
                        LONG,
                        () -> authority.shown(control).equals(second.leaf()));
                assertThat(gateway.office()
                                .metric("usher_tls_certificate_not_after_seconds{certificate=\"" + first.certificate()
                                        + "\"}"))
                        .isEqualTo((double) end.getEpochSecond());
                Eventually.holds(
                        "it is told", LONG, () -> gateway.process().said().contains("control: new certificates"));

                try (var later = sidecar("director-2", gateway, control, trusted)) {
                    later.awaitConnected("127.0.0.1:" + control);
                }
                assertThat(sidecar.goodbyes).isEmpty();
                assertThat(gateway.process().said()).doesNotContain("sidecar of director-1 at 127.0.0.1 not connected");
            }
        }
    }

    @Test
    void aKeyOfAnotherCertificateIsRefusedAtTheStart() throws IOException {
        var ports = new Ports();
        var authority = new Certificates();
        var control = authority.issue(folder, "control", "127.0.0.1");
        var stranger = authority.issue(folder, "stranger", "127.0.0.1");
        Files.copy(stranger.key(), control.key(), StandardCopyOption.REPLACE_EXISTING);
        try (var one = StubDirector.polite("director-1");
                var two = StubDirector.polite("director-2");
                var three = StubDirector.polite("director-3");
                var gateway = GatewayProcess.start(
                        folder, ports, "{ready_delay: 0s}", yaml(ports, ports.one(), one, two, three))) {

            assertThat(gateway.process().exitCode(60)).isEqualTo(BAD_CONFIGURATION);

            assertThat(gateway.process().said())
                    .contains(control.key() + ": not the key of the certificate (expected: the key of "
                            + control.certificate() + ")");
        }
    }

    private TestSidecar sidecar(String director, GatewayProcess gateway, int control, Path trusted) {
        var made = gateway.office().post("/api/v1/directors/" + director + "/enrolment-key", "");
        return TestSidecar.at(
                director,
                folder,
                made.json().getString("enrolment_key"),
                List.of(new ChannelSettings.Gateway("127.0.0.1", control, trusted)));
    }

    private static String yaml(Ports ports, int control, StubDirector... directors) {
        var yaml = new StringBuilder("""
                control:
                  address: 127.0.0.1:%d
                  tls: {cert_file: control.crt, key_file: control.key}
                store: {}
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
