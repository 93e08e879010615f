package dev.usher.benchmarks.micro;

import dev.usher.gateway.core.exchange.Accepted;
import dev.usher.gateway.core.exchange.Admitted;
import dev.usher.gateway.core.exchange.Routed;
import dev.usher.gateway.core.exchange.Verdict;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.ListenerName;
import dev.usher.gateway.core.model.ServiceName;
import dev.usher.gateway.core.model.TokenDigest;
import dev.usher.gateway.core.model.TokenName;
import dev.usher.gateway.core.net.AccessList;
import dev.usher.gateway.core.net.IpAddress;
import dev.usher.gateway.core.snapshot.Cluster;
import dev.usher.gateway.core.snapshot.Cluster.Policy;
import dev.usher.gateway.core.snapshot.HealthCheck;
import dev.usher.gateway.core.snapshot.Listener;
import dev.usher.gateway.core.snapshot.Listener.TokenDemand;
import dev.usher.gateway.core.snapshot.RetryLimits;
import dev.usher.gateway.core.snapshot.Token;
import dev.usher.gateway.core.snapshot.TokenTable;
import dev.usher.gateway.data.auth.TokenStage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// A bearer token against 100,000, SHA-256 included: ours, and the map from hexadecimal digests.
///
/// *Confined to one thread.*
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TokenBenchmark {

    private static final int TOKENS = 100_000;
    private static final int ASKED = 1 << 14;
    private static final int TOKEN_BYTES = 32;

    private final MessageDigest sha256 = sha256();
    private final TokenStage stage = new TokenStage();
    private final Map<String, Token> map = new HashMap<>();
    private final byte[][] known = new byte[ASKED][];
    private final byte[][] unknown = new byte[ASKED][];
    private final Routed routed;
    private int turn;

    /// Makes the tokens and which of them are shown, the same in every fork.
    public TokenBenchmark() {
        var random = new Random(1);
        var tokens = new ArrayList<Token>();
        while (tokens.size() < TOKENS) {
            var index = tokens.size();
            var value = value(random);
            var digest = TokenDigest.of(sha256.digest(value));
            var token = new Token(new TokenName("agent-" + index), digest, Long.MAX_VALUE, Set.of(), null);
            tokens.add(token);
            map.put(digest.toString().substring("sha256:".length()), token);
            if (index % (TOKENS / ASKED) == 0 && index / (TOKENS / ASKED) < ASKED) {
                known[index / (TOKENS / ASKED)] = value;
                unknown[index / (TOKENS / ASKED)] = value(random);
            }
        }
        routed = routed(TokenTable.of(tokens));
    }

    /// A token that the cluster knows. The verdict is taken apart at once, as the pipeline does.
    @Benchmark
    public @Nullable Token usherHit() {
        return judge(known[turn++ & ASKED - 1]);
    }

    /// A token that nobody knows.
    @Benchmark
    public @Nullable Token usherMiss() {
        return judge(unknown[turn++ & ASKED - 1]);
    }

    /// The same hits, by way of a hexadecimal string and a map.
    @Benchmark
    public @Nullable Token hashMapHit() {
        var digest = sha256.digest(known[turn++ & ASKED - 1]);
        return map.get(HexFormat.of().formatHex(digest));
    }

    /// What the digest alone takes of all this.
    @Benchmark
    public byte[] digestAlone() {
        return sha256.digest(known[turn++ & ASKED - 1]);
    }

    private @Nullable Token judge(byte[] token) {
        return switch (stage.judge(routed, token, 0, token.length, 0)) {
            case Verdict.Passed(var step) -> step.token();
            case Verdict.Refused(var _) -> null;
        };
    }

    private static byte[] value(Random random) {
        var bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        var text = "usher_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static Routed routed(TokenTable tokens) {
        var name = new ClusterName("benchmark");
        var service = new ServiceName("http");
        var second = Duration.ofSeconds(1);
        var check = new HealthCheck(HealthCheck.Kind.TCP, service, "/", second, second, 2, 2);
        var cluster = new Cluster(
                name, true, List.of(), null, true, tokens, Policy.LEAST_REQUESTS, check, RetryLimits.DEFAULT);
        var door = new ListenerName("agents");
        var listener = new Listener(door, List.of(), null, AccessList.of(List.of()), TokenDemand.AS_CLUSTER, false);
        var source = IpAddress.v4(0x7f000001);
        return new Routed(
                new Admitted(new Accepted(door, source, 50_000, 0), true), listener, source, cluster, service);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("digest: SHA-256 (expected: known to the JDK)", impossible);
        }
    }
}
