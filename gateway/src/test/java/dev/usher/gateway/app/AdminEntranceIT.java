package dev.usher.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.testkit.Certificates;
import dev.usher.gateway.testkit.Eventually;
import dev.usher.gateway.testkit.JavaProcess;
import dev.usher.gateway.testkit.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminEntranceIT {

    private static final Duration LONG = Duration.ofMinutes(2);
    private static final int BAD_CONFIGURATION = 78;

    @TempDir
    Path folder = Path.of("");

    private final Certificates authority = new Certificates();
    private final Ports ports = new Ports();
    private final int port = ports.one();

    @Test
    void aNewCertificateIsShownWithoutARestart() throws IOException {
        var first = authority.issue(folder, "admin", "127.0.0.1");
        try (var gateway = gateway()) {
            Eventually.holds("the first is shown", LONG, () -> shows(first));

            var stranger = authority.issue(folder, "stranger", "127.0.0.1");
            Files.copy(stranger.key(), first.key(), StandardCopyOption.REPLACE_EXISTING);
            Eventually.holds(
                    "the mistake is told",
                    LONG,
                    () -> gateway.said().contains("admin: the certificates stay as they were: " + first.key()));
            assertThat(authority.shown(port)).isEqualTo(first.leaf());

            var end = Instant.parse("2090-01-01T00:00:00Z");
            var second = authority.issue(folder, "admin", "EC", end, "127.0.0.1");
            Eventually.holds("the new one is shown", LONG, () -> shows(second));
            Eventually.holds("it is told", LONG, () -> gateway.said().contains("admin: new certificates"));
        }
    }

    @Test
    void aKeyOfAnotherCertificateIsRefusedAtTheStart() throws IOException {
        var admin = authority.issue(folder, "admin", "127.0.0.1");
        var stranger = authority.issue(folder, "stranger", "127.0.0.1");
        Files.copy(stranger.key(), admin.key(), StandardCopyOption.REPLACE_EXISTING);

        try (var gateway = gateway()) {
            assertThat(gateway.exitCode(60)).isEqualTo(BAD_CONFIGURATION);

            assertThat(gateway.said())
                    .contains(admin.key() + ": not the key of the certificate (expected: the key of "
                            + admin.certificate() + ")");
        }
    }

    private JavaProcess gateway() {
        var file = folder.resolve("gateway.yaml");
        Certificates.write(file, """
                version: 1
                gateway: {name: it}
                admin:
                  address: 127.0.0.1:%d
                  tls: {cert_file: admin.crt, key_file: admin.key}
                listeners:
                  - {name: in, address: "127.0.0.1:%d", target: {cluster: eu-west, service: http}}
                clusters:
                  - name: eu-west
                    directors:
                      - {name: d-1, address: 127.0.0.1, port: 21001, services: {http: 22001}}
                      - {name: d-2, address: 127.0.0.1, port: 21003, services: {http: 22002}}
                      - {name: d-3, address: 127.0.0.1, port: 21005, services: {http: 22003}}
                """.formatted(port, ports.one()));
        return JavaProcess.start(
                folder.resolve("gateway.log"), JavaProcess.LEAN, Usher.class, "gateway", file.toString());
    }

    private boolean shows(Certificates.Issued certificate) {
        try {
            return authority.shown(port).equals(certificate.leaf());
        } catch (UncheckedIOException _) {
            return false;
        }
    }
}
