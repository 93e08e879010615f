package dev.usher.gateway.data.pipeline;

import dev.usher.gateway.core.exchange.Cause;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.snapshot.Cluster;
import dev.usher.gateway.core.snapshot.Director;
import dev.usher.gateway.core.snapshot.Snapshot;
import dev.usher.gateway.data.auth.TokenStage;
import dev.usher.gateway.data.balance.Picker;
import dev.usher.gateway.data.load.ClusterLoad;
import dev.usher.gateway.data.load.DirectorLoad;
import dev.usher.gateway.data.load.LiveExchanges;
import dev.usher.gateway.data.load.RetryBudget;
import dev.usher.gateway.data.relay.http.Http1Upstream;
import dev.usher.gateway.data.relay.http.HttpExchange;
import dev.usher.gateway.data.relay.http.HttpLoop;
import dev.usher.gateway.data.upstream.Connections;
import dev.usher.membership.time.Timers;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// All that one event loop needs to carry exchanges by itself: nothing in here is shared with another loop but what
/// [Shared] names.
///
/// *Confined to its event loop,* but for the constructor.
final class Lane {

    private static final Duration SWEEP = Duration.ofMillis(100);

    private final Shared shared;
    private final EventLoop eventLoop;
    private final int lanes;
    private final Bootstrap bootstrap;
    private final Connections.Limits upstreamLimits;
    private final LiveExchanges live = new LiveExchanges();
    private final TokenStage tokens = new TokenStage();
    private final LaneTokens tokenBook = new LaneTokens();
    private final Picker picker;
    private final HttpLoop http;
    private final Map<Endpoint, Connections<Http1Upstream>> endpoints = new HashMap<>();
    private Map<ClusterName, LaneCluster> clusters = Map.of();
    private Snapshot snapshot = Snapshot.EMPTY;
    private long sweeps;

    private record Endpoint(Director director, int port) {}

    /// @param lanes how many lanes there are
    /// @param bootstrap dials Directors on this lane's event loop
    Lane(Shared shared, EventLoop eventLoop, int lanes, Bootstrap bootstrap, Connections.Limits upstreamLimits) {
        this.shared = shared;
        this.eventLoop = eventLoop;
        this.lanes = lanes;
        this.bootstrap = bootstrap;
        this.upstreamLimits = upstreamLimits;
        var random = RandomGenerator.of("Xoroshiro128PlusPlus");
        this.picker = new Picker(random);
        this.http = new HttpLoop(shared.ticker(), random, live);
        var _ = Timers.on(eventLoop).every(SWEEP, this::sweep);
    }

    EventLoop eventLoop() {
        return eventLoop;
    }

    LiveExchanges live() {
        return live;
    }

    TokenStage tokens() {
        return tokens;
    }

    LaneTokens tokenBook() {
        return tokenBook;
    }

    Picker picker() {
        return picker;
    }

    HttpLoop http() {
        return http;
    }

    /// The picture of now.
    Snapshot snapshot() {
        var current = shared.snapshots().current();
        if (current.version() != snapshot.version()) {
            take(current);
        }
        return current;
    }

    /// `cluster` as it is now; null when it is gone.
    @Nullable
    LaneCluster cluster(Cluster cluster) {
        snapshot();
        return clusters.get(cluster.name());
    }

    /// Whether the budget of its cluster lets `exchange` be tried on another Director; a yes is taken out of it.
    boolean mayRetry(HttpExchange exchange) {
        var cluster = cluster(exchange.who().routed().cluster());
        boolean may = cluster != null
                && cluster.load().budget().withdraw(shared.ticker().nanos());
        if (may) {
            exchange.story().retried();
        }
        return may;
    }

    /// Closes the connections with `director` that no exchange uses.
    void closeIdle(DirectorLoad director) {
        endpoints.forEach((endpoint, connections) -> {
            if (shared.loads().of(endpoint.director).equals(director)) {
                connections.closeIdle();
            }
        });
    }

    /// Makes the new picture this lane's own; what the old one let in and the new one would not is cut.
    private void take(Snapshot current) {
        var before = clusters;
        var used = new HashSet<Endpoint>();
        var next = new HashMap<ClusterName, LaneCluster>();
        for (var cluster : current.clusters().values()) {
            var old = before.get(cluster.name());
            next.put(cluster.name(), new LaneCluster(load(cluster, old), (director, port) -> {
                var endpoint = new Endpoint(plain(director), port);
                used.add(endpoint);
                return endpoints.computeIfAbsent(endpoint, this::connections);
            }));
        }
        snapshot = current;
        clusters = next;
        retire(used);
        // Later, as a request may be half judged just now, and what is cut here makes room for others to be parsed.
        eventLoop.execute(() -> new Rejudge(current, shared.ticker().epochMillis(), tokenBook).over(live));
    }

    private ClusterLoad load(Cluster cluster, @Nullable LaneCluster old) {
        if (old == null || !old.cluster().retries().equals(cluster.retries())) {
            var budget =
                    new RetryBudget(cluster.retries(), lanes, shared.ticker().nanos());
            return new ClusterLoad(cluster, shared.loads(), budget, 0);
        }
        var load = old.load();
        return new ClusterLoad(cluster, shared.loads(), load.budget(), load.nextTurn());
    }

    /// A Director without what changes while its address stays.
    private static Director plain(Director director) {
        return new Director(
                director.cluster(), director.name(), director.address(), Map.of(), Director.Standing.OPEN, 0);
    }

    private Connections<Http1Upstream> connections(Endpoint endpoint) {
        var address = endpoint.director.address();
        var target = InetSocketAddress.createUnresolved(address, endpoint.port);
        return new Connections<>(bootstrap, target, () -> new Http1Upstream(http), upstreamLimits, shared.ticker());
    }

    private void retire(Set<Endpoint> used) {
        endpoints.entrySet().removeIf(entry -> {
            boolean gone = !used.contains(entry.getKey());
            if (gone) {
                entry.getValue().retire();
            }
            return gone;
        });
    }

    private void sweep() {
        snapshot();
        http.sweep();
        sweeps++;
        if (sweeps % 5 == 0) {
            endpoints.values().forEach(Connections::sweep);
            long now = shared.ticker().epochMillis();
            live.cut(
                    exchange -> {
                        var token = exchange.who().token();
                        return token != null && token.expiresAtMillis() <= now;
                    },
                    Cause.TOKEN_EXPIRED);
        }
    }
}
