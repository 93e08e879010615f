package dev.usher.gateway.data.auth;

import static dev.usher.gateway.testkit.Samples.address;
import static dev.usher.gateway.testkit.Samples.cluster;
import static dev.usher.gateway.testkit.Samples.listener;
import static dev.usher.gateway.testkit.Samples.sources;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.usher.gateway.core.exchange.Authenticated;
import dev.usher.gateway.core.exchange.Cause;
import dev.usher.gateway.core.exchange.Routed;
import dev.usher.gateway.core.exchange.Verdict;
import dev.usher.gateway.core.model.ListenerName;
import dev.usher.gateway.core.model.TokenDigest;
import dev.usher.gateway.core.model.TokenName;
import dev.usher.gateway.core.net.AccessList;
import dev.usher.gateway.core.snapshot.Listener.TokenDemand;
import dev.usher.gateway.core.snapshot.Token;
import dev.usher.gateway.core.snapshot.TokenTable;
import dev.usher.gateway.testkit.Samples;
import java.lang.management.ManagementFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenStageTest {

    private static final long NOW = 1_800_000_000_000L;

    private final TokenStage stage = new TokenStage();
    private final TokenTable tokens = TokenTable.of(List.of(
            token("good", "secret-good", Long.MAX_VALUE, Set.of(), null),
            token("old", "secret-old", NOW, Set.of(new ListenerName("other")), null),
            token("elsewhere", "secret-elsewhere", NOW + 1, Set.of(new ListenerName("other")), null),
            token("here", "secret-here", NOW + 1, Set.of(new ListenerName("agents")), sources("10.0.0.0/8")),
            token("long", "x".repeat(512), Long.MAX_VALUE, Set.of(), null),
            token("longer", "x".repeat(513), Long.MAX_VALUE, Set.of(), null)));

    @ParameterizedTest
    @CsvSource({
        "REQUIRED, false, token_missing",
        "REQUIRED, true, token_missing",
        "NOT_REQUIRED, false, anonymous",
        "NOT_REQUIRED, true, anonymous",
        "AS_CLUSTER, false, anonymous",
        "AS_CLUSTER, true, token_missing",
    })
    void theListenerMayOverruleWhatTheClusterDemands(TokenDemand demand, boolean clusterDemands, String outcome) {
        assertThat(decide(routed(demand, clusterDemands, "10.0.0.1"), "")).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({
        "secret-good, 203.0.113.7, good",
        "secret-nobody, 203.0.113.7, token_unknown",
        "secret-goo, 203.0.113.7, token_unknown",
        "secret-old, 203.0.113.7, token_expired",
        "secret-elsewhere, 203.0.113.7, token_scope",
        "secret-here, 10.0.0.1, here",
        "secret-here, 11.0.0.1, token_scope",
    })
    void refusalsAreNamedInTheirOrder(String shown, String source, String outcome) {
        assertThat(decide(routed(TokenDemand.REQUIRED, true, source), shown)).isEqualTo(outcome);
    }

    @Test
    void aTokenExpiresOnTheMillisecond() {
        var routed = routed(TokenDemand.REQUIRED, true, "10.0.0.1");
        var bytes = "secret-here".getBytes(US_ASCII);

        assertThat(outcome(stage.judge(routed, bytes, 0, bytes.length, NOW))).isEqualTo("here");
        assertThat(outcome(stage.judge(routed, bytes, 0, bytes.length, NOW + 1)))
                .isEqualTo("token_expired");
    }

    @Test
    void aCredentialOfMoreThan512BytesIsUnknown() {
        var routed = routed(TokenDemand.REQUIRED, true, "10.0.0.1");

        assertThat(decide(routed, "x".repeat(512))).isEqualTo("long");
        assertThat(decide(routed, "x".repeat(513))).isEqualTo("token_unknown");
    }

    @Test
    void whereNoneIsDemandedATokenIsNotLookedAt() {
        assertThat(decide(routed(TokenDemand.NOT_REQUIRED, true, "10.0.0.1"), "secret-good"))
                .isEqualTo("anonymous");
        assertThat(decide(routed(TokenDemand.AS_CLUSTER, false, "10.0.0.1"), "secret-old"))
                .isEqualTo("anonymous");
    }

    @Test
    void readsOnlyTheBytesItIsGiven() {
        var routed = routed(TokenDemand.REQUIRED, true, "10.0.0.1");
        var bytes = "Bearer secret-good\r\n".getBytes(US_ASCII);

        assertThat(outcome(stage.judge(routed, bytes, 7, 11, NOW))).isEqualTo("good");
        assertThat(outcome(stage.judge(routed, bytes, 7, 12, NOW))).isEqualTo("token_unknown");
        assertThat(outcome(stage.judge(routed, bytes, 7, 11, NOW))).isEqualTo("good");
    }

    @Test
    void aHitLeavesNothingBehindButItsStep() {
        var routed = routed(TokenDemand.REQUIRED, true, "10.0.0.1");
        var bytes = "secret-here".getBytes(US_ASCII);
        int rounds = 20_000;
        judge(routed, bytes, rounds);
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();

        judge(routed, bytes, rounds);

        // The step and the verdict around it are 16 to 24 bytes each.
        assertThat((threads.getCurrentThreadAllocatedBytes() - before) / rounds).isLessThanOrEqualTo(48);
    }

    private void judge(Routed routed, byte[] bytes, int rounds) {
        for (int i = 0; i < rounds; i++) {
            assertPassed(stage.judge(routed, bytes, 0, bytes.length, NOW));
        }
    }

    private static void assertPassed(Verdict<Authenticated> verdict) {
        if (!(verdict instanceof Verdict.Passed)) {
            throw new AssertionError(verdict);
        }
    }

    private String decide(Routed routed, String shown) {
        var bytes = shown.getBytes(US_ASCII);
        return outcome(stage.judge(routed, bytes, 0, bytes.length, NOW));
    }

    private static String outcome(Verdict<Authenticated> verdict) {
        return switch (verdict) {
            case Verdict.Passed<Authenticated>(var step) -> name(step.token());
            case Verdict.Refused<Authenticated>(Cause why) -> why.code();
        };
    }

    private static String name(@Nullable Token token) {
        return token == null ? "anonymous" : token.name().value();
    }

    private Routed routed(TokenDemand demand, boolean clusterDemands, String source) {
        var cluster = cluster("a", true, null, clusterDemands, tokens);
        return Samples.routed(listener(demand, null), cluster, address(source));
    }

    private static Token token(
            String name, String value, long expires, Set<ListenerName> listeners, @Nullable AccessList sources) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(value.getBytes(US_ASCII));
            return new Token(new TokenName(name), TokenDigest.of(digest), expires, listeners, sources);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
