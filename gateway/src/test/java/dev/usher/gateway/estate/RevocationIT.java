package dev.usher.gateway.estate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.control.store.Entry;
import dev.usher.gateway.control.store.TokenRow;
import dev.usher.gateway.control.token.Closings;
import dev.usher.gateway.control.token.Closings.Closed;
import dev.usher.gateway.core.config.StoreSettings.Place;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.TokenName;
import dev.usher.gateway.core.model.TokenValue;
import dev.usher.gateway.testkit.Eventually;
import dev.usher.gateway.testkit.GatewayProcess;
import dev.usher.gateway.testkit.Ports;
import dev.usher.gateway.testkit.RawClient;
import dev.usher.gateway.testkit.StubDirector;
import dev.usher.gateway.testkit.TestPostgresql;
import dev.usher.membership.time.Ticker;
import dev.usher.membership.time.Timers;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Tokens at two gateways that share a PostgreSQL: how soon they are good, and what their end ends.
@Tag("full")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RevocationIT {

    private static final System.Logger LOG = System.getLogger(RevocationIT.class.getName());
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String BEGUN = "some of it";

    private final Ticker ticker = Ticker.system();
    private final ScheduledExecutorService clerk = Executors.newSingleThreadScheduledExecutor();
    private final List<StubDirector> directors = IntStream.rangeClosed(1, 3)
            .mapToObj(number -> StubDirector.scripted("d-" + number, talk -> {
                for (var request = talk.request(); request != null; request = talk.request()) {
                    if (request.line().startsWith("GET /stream ")) {
                        talk.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + BEGUN);
                        talk.awaitEnd();
                        return;
                    }
                    talk.ok("fine");
                }
            }))
            .toList();
    private final Ports ports = new Ports();
    private final int first = ports.one();
    private final int second = ports.one();
    private TestPostgresql server;
    private Registrar registrar;
    private GatewayProcess edge1;
    private GatewayProcess edge2;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        server = TestPostgresql.start();
        var place = server.database();
        registrar = new Registrar(place, yaml(first));
        registrar.make("made", directors);
        edge1 = gateway("edge-1", folder, place, first);
        edge2 = gateway("edge-2", folder, place, second);
        edge1.ready();
        edge2.ready();
    }

    private GatewayProcess gateway(String name, Path folder, Place.Postgresql place, int port) throws IOException {
        return GatewayProcess.named(
                name,
                Files.createDirectory(folder.resolve(name)),
                ports,
                "{ready_delay: 0s, drain_timeout: 0s}",
                "store: {url: \"" + TestPostgresql.url(place) + "\", secret_key: \"" + Registrar.SECRET_KEY + "\"}\n"
                        + yaml(port));
    }

    private static String yaml(int port) {
        return """
                listeners:
                  - {name: agents, address: "127.0.0.1:%d", target: {cluster: made, service: http}}
                """.formatted(port);
    }

    @AfterAll
    void stop() throws IOException {
        edge1.close();
        edge2.close();
        registrar.close();
        server.close();
        directors.forEach(StubDirector::close);
        clerk.shutdownNow();
    }

    @Test
    void revokingEndsWhatATokenLetInOnEveryGatewayAndSaysHowMuch() throws IOException {
        var token = registrar.token("made", "branch");
        var value = Objects.requireNonNull(token.value());
        var good = Eventually.holds(
                "good on both", LIMIT, () -> status(first, value) == 200 && status(second, value) == 200);
        try (var one = stream(first, value);
                var two = stream(first, value);
                var three = stream(second, value)) {
            long began = ticker.nanos();
            var id = registrar.revoke("made", token.token().id()).id();
            var closed = closings(LIMIT).of(id).join();
            var took = Duration.ofNanos(ticker.nanos() - began);

            assertThat(closed).isEqualTo(new Closed(3, List.of()));
            for (var ended : List.of(one, two, three)) {
                assertThat(ended.rest()).isEmpty();
            }
            assertThat(status(first, value)).isEqualTo(401);
            assertThat(status(second, value)).isEqualTo(401);
            LOG.log(
                    Level.INFO,
                    "a token was good on two gateways after {0}, and revoked on both after {1}",
                    good,
                    took);
        }
    }

    @Test
    void itsConnectionsAreSummedOverTheGateways() throws IOException {
        var token = registrar.token("made", "summed");
        var value = Objects.requireNonNull(token.value());
        var path = "/api/v1/clusters/made/tokens/" + token.token().id();
        Eventually.holds("good on both", LIMIT, () -> status(first, value) == 200 && status(second, value) == 200);
        try (var _ = stream(first, value);
                var _ = stream(second, value)) {
            for (var edge : List.of(edge1, edge2)) {
                Eventually.holds(
                        "both are told of",
                        LIMIT,
                        () -> Integer.valueOf(2)
                                .equals(edge.office().get(path).json().getInteger("connections")));
            }
        }
    }

    @Test
    void aGatewayThatHangsIsNamed() {
        var token = registrar.token("made", "office");
        var value = Objects.requireNonNull(token.value());
        Eventually.holds("good on both", LIMIT, () -> status(first, value) == 200 && status(second, value) == 200);
        edge2.process().signal("STOP");
        try {
            var id = registrar.revoke("made", token.token().id()).id();

            assertThat(closings(Duration.ofSeconds(10)).of(id).join()).isEqualTo(new Closed(0, List.of("edge-2")));
        } finally {
            edge2.process().signal("CONT");
        }
        Eventually.holds("revoked there too", LIMIT, () -> status(second, value) == 401);
    }

    @Test
    void aTokenIsRefusedFromTheMomentAtWhichItExpires() throws IOException {
        var value = TokenValue.generate(new SecureRandom());
        long expires = ticker.epochMillis() + Duration.ofSeconds(15).toMillis();
        put(new TokenRow(
                "0123456789abcdef",
                new ClusterName("made"),
                new TokenName("short"),
                value.digest(),
                ticker.epochMillis(),
                expires,
                null,
                Set.of(),
                List.of(),
                null));
        Eventually.holds("good on both", LIMIT, () -> status(first, value) == 200 && status(second, value) == 200);
        try (var one = stream(first, value);
                var two = stream(second, value)) {
            Eventually.holds(
                    "expired on both", LIMIT, () -> status(first, value) == 401 && status(second, value) == 401);

            assertThat(one.rest()).isEmpty();
            assertThat(two.rest()).isEmpty();
            long late = ticker.epochMillis() - expires;
            assertThat(late).isNotNegative();
            LOG.log(Level.INFO, "streams had ended {0} ms after their token expired", late);
        }
    }

    private void put(TokenRow token) {
        registrar
                .store()
                .change(changes -> {
                    changes.put(token);
                    changes.note(new Entry("ops@example.com", "", "Cluster", "made", "UpdatedCluster", ""));
                    return token;
                })
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    private Closings closings(Duration limit) {
        return new Closings(registrar.store(), "edge-1", ticker, Timers.on(clerk), limit);
    }

    /// A request whose answer has begun and does not end.
    private static RawClient stream(int port, TokenValue token) throws IOException {
        var client = RawClient.connect(port).send(request("/stream", token));
        assertThat(client.reply(true).status()).isEqualTo(200);
        client.skip(BEGUN.length());
        return client;
    }

    private static int status(int port, TokenValue token) {
        try (var client = RawClient.connect(port)) {
            return client.send(request("/", token)).reply().status();
        } catch (IOException _) {
            return 0;
        }
    }

    private static String request(String path, TokenValue token) {
        return "GET " + path + " HTTP/1.1\r\nHost: usher\r\nAuthorization: Bearer " + token.reveal() + "\r\n\r\n";
    }
}
