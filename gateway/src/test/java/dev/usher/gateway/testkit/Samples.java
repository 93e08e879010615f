package dev.usher.gateway.testkit;

import dev.usher.gateway.core.exchange.Accepted;
import dev.usher.gateway.core.exchange.Admitted;
import dev.usher.gateway.core.exchange.Routed;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.ListenerName;
import dev.usher.gateway.core.model.ServiceName;
import dev.usher.gateway.core.net.AccessList;
import dev.usher.gateway.core.net.AccessRule;
import dev.usher.gateway.core.net.IpAddress;
import dev.usher.gateway.core.snapshot.Cluster;
import dev.usher.gateway.core.snapshot.HealthCheck;
import dev.usher.gateway.core.snapshot.Listener;
import dev.usher.gateway.core.snapshot.Listener.TokenDemand;
import dev.usher.gateway.core.snapshot.RetryLimits;
import dev.usher.gateway.core.snapshot.Route;
import dev.usher.gateway.core.snapshot.TokenTable;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Small pictures of the world for tests of single stages.
public final class Samples {

    public static final ServiceName HTTP = new ServiceName("http");

    private Samples() {}

    public static IpAddress address(String text) {
        return AccessRule.parse(text).first();
    }

    public static AccessList sources(String... texts) {
        return AccessList.of(Stream.of(texts).map(AccessRule::parse).toList());
    }

    public static Listener listener(TokenDemand token, @Nullable AccessList reachable, Route... routes) {
        var proxies = sources("192.0.2.99");
        return new Listener(new ListenerName("agents"), List.of(routes), reachable, proxies, token, false);
    }

    public static Route route(Route.@Nullable Host host, @Nullable String pathPrefix, String cluster) {
        return new Route(host, pathPrefix, new ClusterName(cluster), HTTP);
    }

    public static Cluster cluster(String name, boolean enabled, @Nullable AccessList restriction) {
        return cluster(name, enabled, restriction, false, TokenTable.EMPTY);
    }

    public static Cluster cluster(
            String name, boolean enabled, @Nullable AccessList restriction, boolean demanded, TokenTable tokens) {
        var check =
                new HealthCheck(HealthCheck.Kind.TCP, HTTP, "/", Duration.ofMillis(500), Duration.ofSeconds(1), 2, 2);
        return new Cluster(
                new ClusterName(name),
                enabled,
                List.of(),
                restriction,
                demanded,
                tokens,
                Cluster.Policy.LEAST_REQUESTS,
                check,
                RetryLimits.DEFAULT);
    }

    public static Admitted admitted(IpAddress peer) {
        return new Admitted(new Accepted(new ListenerName("agents"), peer, 40_000, 0), true);
    }

    public static Routed routed(Listener listener, Cluster cluster, IpAddress source) {
        return new Routed(admitted(source), listener, source, cluster, HTTP);
    }
}
