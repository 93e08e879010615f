package dev.usher.gateway.testkit;

import dev.usher.gateway.core.model.ListenerName;
import dev.usher.gateway.core.model.TokenDigest;
import dev.usher.gateway.core.model.TokenName;
import dev.usher.gateway.core.net.AccessList;
import dev.usher.gateway.core.snapshot.Cluster;
import dev.usher.gateway.core.snapshot.Cluster.Policy;
import dev.usher.gateway.core.snapshot.Director;
import dev.usher.gateway.core.snapshot.Listener;
import dev.usher.gateway.core.snapshot.Listener.TokenDemand;
import dev.usher.gateway.core.snapshot.RetryLimits;
import dev.usher.gateway.core.snapshot.Route;
import dev.usher.gateway.core.snapshot.Snapshot;
import dev.usher.gateway.core.snapshot.Token;
import dev.usher.gateway.core.snapshot.TokenTable;
import dev.usher.gateway.data.ingress.Ingress;
import dev.usher.gateway.data.relay.http.HttpSettings;
import dev.usher.gateway.data.tls.CertificateStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a [TestGateway] is to be like; everything has a default.
public final class TestPlan {

    final List<StubDirector> stubs = new ArrayList<>();
    final List<Director> directors = new ArrayList<>();
    final Allocator allocator;
    int eventLoops = 1;
    int connectionsPerDirector = 1024;
    Duration connectTimeout = Duration.ofSeconds(2);
    Duration handshake = Duration.ofSeconds(5);
    Ingress.Limits limits = new Ingress.Limits(1000, 1000);
    HttpSettings http = settings(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(10));
    boolean forwardCredentials;
    boolean healthy = true;

    @Nullable
    CertificateStore certificates;

    private Policy policy = Policy.ROUND_ROBIN;
    private RetryLimits retries = RetryLimits.DEFAULT;
    private @Nullable AccessList restriction;
    private @Nullable AccessList reachable;
    private AccessList trustedProxies = AccessList.of(List.of());
    private final List<Token> tokens = new ArrayList<>();

    private TestPlan(Allocator allocator) {
        this.allocator = allocator;
    }

    /// A plan with `stubs` behind the gateway.
    public static TestPlan before(StubDirector... stubs) {
        return new TestPlan(Allocator.exact()).with(stubs);
    }

    /// The same with the allocator that a gateway has in earnest.
    public static TestPlan pooledBefore(StubDirector... stubs) {
        return new TestPlan(Allocator.pooled()).with(stubs);
    }

    private TestPlan with(StubDirector... more) {
        for (var stub : more) {
            stubs.add(stub);
            directors.add(Estates.director(stub.name(), stub.port()));
        }
        return this;
    }

    /// A Director of that name at `port`, where there may be nobody.
    public TestPlan director(String name, int port) {
        directors.add(Estates.director(name, port));
        return this;
    }

    public TestPlan eventLoops(int count) {
        eventLoops = count;
        return this;
    }

    public TestPlan connectionsPerDirector(int count) {
        connectionsPerDirector = count;
        return this;
    }

    public TestPlan limits(int connections, int connectionsPerSource) {
        limits = new Ingress.Limits(connections, connectionsPerSource);
        return this;
    }

    /// Timeouts for the head, for nothing moving, and for the response.
    public TestPlan timeouts(Duration header, Duration idle, Duration response) {
        http = settings(header, idle, response);
        return this;
    }

    public TestPlan bodyBytesMax(long bytes) {
        http = new HttpSettings(http.headBytesMax(), bytes, http.header(), http.idle(), http.response());
        return this;
    }

    private static HttpSettings settings(Duration header, Duration idle, Duration response) {
        return new HttpSettings(16 * 1024, Long.MAX_VALUE, header, idle, response);
    }

    public TestPlan forwardingCredentials() {
        forwardCredentials = true;
        return this;
    }

    /// Leaves the Directors unchecked.
    public TestPlan unchecked() {
        healthy = false;
        return this;
    }

    public TestPlan tls(CertificateStore store) {
        certificates = store;
        return this;
    }

    public TestPlan policy(Policy which) {
        policy = which;
        return this;
    }

    public TestPlan retries(int percent, int minimumPerSecond) {
        retries = new RetryLimits(percent, minimumPerSecond);
        return this;
    }

    public TestPlan restrictedTo(String... sources) {
        restriction = Samples.sources(sources);
        return this;
    }

    /// Who may connect at all.
    public TestPlan reachableFrom(String... sources) {
        reachable = Samples.sources(sources);
        return this;
    }

    public TestPlan trusting(String... proxies) {
        trustedProxies = Samples.sources(proxies);
        return this;
    }

    /// Demands tokens and knows this one.
    public TestPlan token(String name, String value, long expiresAtMillis) {
        tokens.add(new Token(new TokenName(name), digest(value), expiresAtMillis, Set.of(), null));
        return this;
    }

    private static TokenDigest digest(String value) {
        try {
            var bytes = MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.US_ASCII));
            return TokenDigest.of(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    public TestGateway start() {
        return new TestGateway(this);
    }

    Snapshot snapshot(ListenerName listener) {
        var demand = tokens.isEmpty() ? TokenDemand.AS_CLUSTER : TokenDemand.REQUIRED;
        var route = new Route(null, null, Estates.EU_WEST, Estates.HTTP);
        var entry = new Listener(listener, List.of(route), reachable, trustedProxies, demand, forwardCredentials);
        var check = Estates.check(Duration.ofMillis(500), Duration.ofMillis(400));
        var cluster = new Cluster(
                Estates.EU_WEST, true, directors, restriction, false, TokenTable.of(tokens), policy, check, retries);
        return new Snapshot(1, Map.of(listener, entry), Map.of(Estates.EU_WEST, cluster));
    }
}
