package dev.usher.gateway.estate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.core.config.StoreSettings.Place;
import dev.usher.gateway.testkit.Certificates;
import dev.usher.gateway.testkit.Eventually;
import dev.usher.gateway.testkit.GatewayProcess;
import dev.usher.gateway.testkit.Ports;
import dev.usher.gateway.testkit.StubDirector;
import dev.usher.gateway.testkit.TestPostgresql;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A drain that is kept in the store.
class KeptDrainIT {

    private static final System.Logger LOG = System.getLogger(KeptDrainIT.class.getName());
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Ports ports = new Ports();
    private final List<StubDirector> directors =
            List.of(StubDirector.polite("d-1"), StubDirector.polite("d-2"), StubDirector.polite("d-3"));

    @TempDir
    private Path folder = Path.of("");

    @AfterEach
    void closeDirectors() {
        directors.forEach(StubDirector::close);
    }

    @Test
    void itSurvivesTheGatewayAndEndsWhenItIsTakenBack() throws IOException {
        var file = folder.resolve("usher.db");
        make(new Place.Sqlite(file));
        try (var gateway = gateway("edge-1", "sqlite:" + file).ready()) {
            var answer = gateway.office().post("/api/v1/directors/d-1/drain", "{\"timeout\": \"1h\"}");
            assertThat(answer.status()).isEqualTo(202);
            assertThat(answer.json().containsKey("note")).isFalse();
            gateway.process().kill();
        }

        try (var gateway = gateway("edge-1", "sqlite:" + file).ready()) {
            assertThat(state(gateway, "d-1")).isEqualTo("drained");
            Eventually.holds(
                    "the other is healthy", LIMIT, () -> state(gateway, "d-2").equals("healthy"));

            assertThat(gateway.office()
                            .post("/api/v1/directors/d-1/undrain", "{}")
                            .status())
                    .isEqualTo(200);
            gateway.process().kill();
        }

        try (var gateway = gateway("edge-1", "sqlite:" + file).ready()) {
            Eventually.holds("healthy", LIMIT, () -> state(gateway, "d-1").equals("healthy"));
        }
    }

    /// Each change has the sidecars served anew, which asks the store; whoever drains does not wait for that.
    @Test
    void itIsAnsweredWhileSidecarsAreServedAnew() throws IOException {
        var file = folder.resolve("usher.db");
        make(new Place.Sqlite(file));
        new Certificates().issue(Files.createDirectories(folder.resolve("edge-1")), "control", "127.0.0.1");
        var control = """
                control:
                  address: 127.0.0.1:%d
                  tls: {cert_file: control.crt, key_file: control.key}
                clusters:
                  - name: managed
                    type: managed
                    tls: {enabled: true}
                    health: {check: tcp, service: http}
                    directors:
                """.formatted(ports.one());
        var members = directors.stream()
                .map(director -> "      - {name: m-%s, address: 127.0.0.1, port: %d, services: {http: %d}}\n"
                        .formatted(director.name(), ports.one(), director.port()))
                .collect(Collectors.joining());
        try (var gateway =
                gateway("edge-1", "sqlite:" + file, control + members).ready()) {
            for (int round = 0; round < 40; round++) {
                for (var action : List.of("drain", "undrain")) {
                    assertThat(gateway.office()
                                    .post("/api/v1/directors/d-1/" + action, "{}")
                                    .status())
                            .isIn(200, 202);
                }
            }
        }
    }

    @Tag("full")
    @Test
    void otherGatewaysFollowIt() throws Exception {
        try (var server = TestPostgresql.start()) {
            var place = server.database();
            make(place);
            try (var first = gateway("edge-1", TestPostgresql.url(place)).ready();
                    var second = gateway("edge-2", TestPostgresql.url(place)).ready()) {
                first.office().post("/api/v1/directors/d-1/drain", "{\"timeout\": \"1h\"}");
                var drained = Eventually.holds(
                        "drained there too", LIMIT, () -> state(second, "d-1").equals("drained"));

                second.office().post("/api/v1/directors/d-1/undrain", "{}");
                var open = Eventually.holds(
                        "open here too", LIMIT, () -> state(first, "d-1").equals("healthy"));
                LOG.log(Level.INFO, "the other gateway followed a drain after {0}, its end after {1}", drained, open);
            }
        }
    }

    private void make(Place place) throws IOException {
        Files.writeString(folder.resolve("usher.db.key"), Registrar.SECRET_KEY);
        try (var registrar = new Registrar(place, yaml(1))) {
            registrar.make("made", directors);
        }
    }

    private GatewayProcess gateway(String name, String url) throws IOException {
        return gateway(name, url, "");
    }

    private GatewayProcess gateway(String name, String url, String more) throws IOException {
        return GatewayProcess.named(
                name,
                Files.createDirectories(folder.resolve(name)),
                ports,
                "{ready_delay: 0s}",
                "store: {url: \"" + url + "\", secret_key: \"" + Registrar.SECRET_KEY + "\"}\n" + more
                        + yaml(ports.one()));
    }

    private static String yaml(int port) {
        return """
                listeners:
                  - {name: agents, address: "127.0.0.1:%d", target: {cluster: made, service: http}}
                """.formatted(port);
    }

    private static String state(GatewayProcess gateway, String director) {
        return gateway.office().director(director).getString("state", "");
    }
}
