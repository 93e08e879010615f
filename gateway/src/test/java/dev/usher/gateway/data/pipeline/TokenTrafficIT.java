package dev.usher.gateway.data.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.core.exchange.Cause;
import dev.usher.gateway.core.model.TokenDigest;
import dev.usher.gateway.core.snapshot.Cluster;
import dev.usher.gateway.core.snapshot.TokenTable;
import dev.usher.gateway.testkit.Faults;
import dev.usher.gateway.testkit.RawClient;
import dev.usher.gateway.testkit.StubDirector;
import dev.usher.gateway.testkit.TestGateway;
import dev.usher.gateway.testkit.TestPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TokenTrafficIT {

    private static final TokenDigest ONE = digest("token-one");
    private static final TokenDigest TWO = digest("token-two");
    private static final TokenDigest IDLE = digest("token-idle");

    private static final String BEGUN = "some of it";

    private final StubDirector director = StubDirector.scripted("director-1", talk -> {
        talk.request();
        talk.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + BEGUN);
        talk.awaitEnd();
    });

    @Test
    void whatEndedWithATokenIsCountedOnEveryEventLoopAndToldOnce() throws Exception {
        try (var gateway = gateway();
                var first = begun(gateway, "token-one");
                var second = begun(gateway, "token-one");
                var third = begun(gateway, "token-one");
                var other = begun(gateway, "token-two")) {
            var tokens = gateway.data().tokens();
            Faults.until("four are live", () -> soon(tokens.live()).equals(Map.of(ONE, 3, TWO, 1)));

            gateway.change(TokenTrafficIT::withoutTheFirst);

            assertThat(soon(tokens.ended(Set.of(ONE, IDLE)))).isEqualTo(Map.of(ONE, 3));
            assertThat(soon(tokens.ended(Set.of(ONE, TWO)))).isEmpty();
            assertThat(soon(tokens.live())).isEqualTo(Map.of(TWO, 1));
            for (var ended : new RawClient[] {first, second, third}) {
                assertThat(ended.rest()).isEmpty();
            }
            assertThat(gateway.line(0).cause()).isEqualTo(Cause.TOKEN_REVOKED);
            other.reset();
        }
    }

    @Test
    void theUseOfATokenIsToldOnce() throws Exception {
        try (var gateway = gateway();
                var first = begun(gateway, "token-one");
                var second = begun(gateway, "token-one")) {
            var tokens = gateway.data().tokens();
            Faults.until("two are live", () -> soon(tokens.live()).equals(Map.of(ONE, 2)));

            assertThat(soon(tokens.used())).containsExactly(ONE);
            assertThat(soon(tokens.used())).isEmpty();

            try (var third = begun(gateway, "token-one")) {
                Faults.until("three are live", () -> soon(tokens.live()).equals(Map.of(ONE, 3)));
                assertThat(soon(tokens.used())).containsExactly(ONE);
                third.reset();
            }
            first.reset();
            second.reset();
        }
    }

    private TestGateway gateway() {
        return TestPlan.before(director)
                .eventLoops(2)
                .token("one", "token-one", Long.MAX_VALUE)
                .token("two", "token-two", Long.MAX_VALUE)
                .token("idle", "token-idle", Long.MAX_VALUE)
                .start();
    }

    /// A request whose answer has begun and does not end.
    private static RawClient begun(TestGateway gateway, String token) throws IOException {
        var client = RawClient.connect(gateway.port())
                .send("GET / HTTP/1.1\r\nHost: usher\r\nAuthorization: Bearer ", token, "\r\n\r\n");
        assertThat(client.reply(true).status()).isEqualTo(200);
        client.skip(BEGUN.length());
        return client;
    }

    private static Cluster withoutTheFirst(Cluster cluster) {
        var tokens = cluster.tokens().tokens().stream()
                .filter(token -> !token.digest().equals(ONE))
                .toList();
        return new Cluster(
                cluster.name(),
                cluster.enabled(),
                cluster.directors(),
                cluster.restriction(),
                cluster.tokensDemanded(),
                TokenTable.of(tokens),
                cluster.policy(),
                cluster.health(),
                cluster.retries());
    }

    private static TokenDigest digest(String value) {
        try {
            return TokenDigest.of(
                    MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static <T> T soon(CompletableFuture<T> answer) {
        return answer.orTimeout(10, TimeUnit.SECONDS).join();
    }
}
