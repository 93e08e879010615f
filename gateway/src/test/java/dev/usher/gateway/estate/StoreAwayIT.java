package dev.usher.gateway.estate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.core.config.StoreSettings.Place;
import dev.usher.gateway.core.model.TokenValue;
import dev.usher.gateway.testkit.Eventually;
import dev.usher.gateway.testkit.GatewayProcess;
import dev.usher.gateway.testkit.Ports;
import dev.usher.gateway.testkit.RawClient;
import dev.usher.gateway.testkit.StubDirector;
import dev.usher.gateway.testkit.TestPostgresql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A gateway that is started while its store is away.
class StoreAwayIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Ports ports = new Ports();
    private final int port = ports.one();
    private final String yaml = """
            listeners:
              - {name: agents, address: "127.0.0.1:%d", target: {cluster: made, service: http}}
            """.formatted(port);
    private final List<StubDirector> directors =
            List.of(StubDirector.polite("d-1"), StubDirector.polite("d-2"), StubDirector.polite("d-3"));

    @TempDir
    private Path folder = Path.of("");

    @AfterEach
    void closeDirectors() {
        directors.forEach(StubDirector::close);
    }

    @Test
    void itServesWhatItKnewOfASqliteFileThatSomebodyElseHolds() throws IOException {
        var file = folder.resolve("usher.db");
        Files.writeString(folder.resolve("usher.db.key"), Registrar.SECRET_KEY);
        var url = "sqlite:" + file;
        var made = new Registrar(new Place.Sqlite(file), yaml);
        made.make("made", directors);
        var token = made.token("made", "ci");
        var value = Objects.requireNonNull(token.value());
        made.close();
        try (var gateway = start(url)) {
            Eventually.holds("served", LIMIT, () -> status(value) == 200);
            awaitCopy(token.token().digest().toString());
            gateway.process().kill();
        }

        var holder = new Registrar(new Place.Sqlite(file), yaml);
        try (var gateway = start(url).ready()) {
            Eventually.holds("served without it", LIMIT, () -> status(value) == 200);
            assertThat(status(TokenValue.generate(new SecureRandom()))).isEqualTo(401);
            assertThat(gateway.process().said())
                    .containsOnlyOnce("the store is away; ")
                    .containsPattern("is served as it was at \\S+Z, \\d+ s ago")
                    .doesNotContain(value.reveal());
            var store = gateway.office().get("/api/v1/status").json().getJsonObject("store");
            assertThat(store.getBoolean("reachable")).isFalse();
            assertThat(store.getString("problem")).contains("has it open");
            assertThat(store.getLong("copy_age_seconds")).isNotNegative();

            holder.revoke("made", token.token().id());
            assertThat(status(value)).isEqualTo(200);
            holder.close();
            Eventually.holds("the store is read again", LIMIT, () -> status(value) == 401);
        }
    }

    @Tag("full")
    @Test
    void itServesWhatItKnewOfAPostgresqlThatIsDown() throws Exception {
        try (var server = TestPostgresql.start()) {
            var place = server.database();
            var url = TestPostgresql.url(place);
            try (var registrar = new Registrar(place, yaml)) {
                registrar.make("made", directors);
                var token = registrar.token("made", "ci");
                var value = Objects.requireNonNull(token.value());
                try (var gateway = start(url)) {
                    Eventually.holds("served", LIMIT, () -> status(value) == 200);
                    awaitCopy(token.token().digest().toString());
                    server.kill();
                    assertThat(status(value)).isEqualTo(200);
                    gateway.process().kill();
                }

                try (var _ = start(url).ready()) {
                    Eventually.holds("served without it", LIMIT, () -> status(value) == 200);

                    server.run();
                    Eventually.holds(
                            "the registrar's own store is back",
                            LIMIT,
                            () -> registrar.store().condition().reachable());
                    var other = Objects.requireNonNull(
                            registrar.token("made", "other").value());
                    Eventually.holds("a change arrives", LIMIT, () -> status(other) == 200);
                    registrar.revoke("made", token.token().id());
                    Eventually.holds("another one", LIMIT, () -> status(value) == 401);
                }
            }
        }
    }

    private GatewayProcess start(String url) {
        return GatewayProcess.start(
                folder,
                ports,
                "{ready_delay: 0s}",
                "store: {url: \"" + url + "\", secret_key: \"" + Registrar.SECRET_KEY + "\"}\n" + yaml);
    }

    private void awaitCopy(String digest) {
        var copy = folder.resolve("data").resolve("it.store-copy.json");
        Eventually.holds("the copy is on disk", LIMIT, () -> {
            try {
                return Files.exists(copy) && Files.readString(copy).contains(digest);
            } catch (IOException _) {
                return false;
            }
        });
    }

    /// What a request with this token is answered; 0 while nobody listens.
    private int status(TokenValue token) {
        try (var client = RawClient.connect(port)) {
            return client.send("GET / HTTP/1.1\r\nHost: usher\r\nAuthorization: Bearer ", token.reveal(), "\r\n\r\n")
                    .reply()
                    .status();
        } catch (IOException _) {
            return 0;
        }
    }
}
