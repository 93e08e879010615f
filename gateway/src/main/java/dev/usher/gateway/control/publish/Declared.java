package dev.usher.gateway.control.publish;

import dev.usher.gateway.core.config.ClusterSettings;
import dev.usher.gateway.core.config.DirectorSettings;
import dev.usher.gateway.core.config.HealthSettings;
import dev.usher.gateway.core.config.ListenerSettings;
import dev.usher.gateway.core.config.RouteSettings;
import dev.usher.gateway.core.config.TokenSettings;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.ListenerName;
import dev.usher.gateway.core.net.AccessList;
import dev.usher.gateway.core.snapshot.Cluster;
import dev.usher.gateway.core.snapshot.Director;
import dev.usher.gateway.core.snapshot.HealthCheck;
import dev.usher.gateway.core.snapshot.Listener;
import dev.usher.gateway.core.snapshot.RetryLimits;
import dev.usher.gateway.core.snapshot.Route;
import dev.usher.gateway.core.snapshot.Token;
import dev.usher.gateway.core.snapshot.TokenTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns listeners and clusters as they are configured into a [World]. A cluster whose settings are the same object as
/// the last time keeps what was made of them: a list of 100,000 tokens is not read again for another cluster's change.
/// *Confined to one thread at a time.*
public final class Declared {

    private IdentityHashMap<ClusterSettings, Cluster> made = new IdentityHashMap<>();

    /// The world of these listeners and clusters, every Director open.
    public World in(List<ListenerSettings> declaredListeners, List<ClusterSettings> declaredClusters) {
        var next = new IdentityHashMap<ClusterSettings, Cluster>();
        var clusters = new HashMap<ClusterName, Cluster>();
        for (var settings : declaredClusters) {
            var before = made.get(settings);
            var cluster = before == null ? cluster(settings) : before;
            next.put(settings, cluster);
            clusters.put(settings.name(), cluster);
        }
        made = next;
        var listeners = new HashMap<ListenerName, Listener>();
        declaredListeners.forEach(settings -> listeners.put(settings.name(), listener(settings, clusters)));
        return new World(listeners, clusters);
    }

    private static Listener listener(ListenerSettings settings, Map<ClusterName, Cluster> clusters) {
        var routes = settings.routes().stream().map(Declared::route).toList();
        var demand = switch (settings.token()) {
            case AS_CLUSTER -> Listener.TokenDemand.AS_CLUSTER;
            case REQUIRED -> Listener.TokenDemand.REQUIRED;
            case NOT_REQUIRED -> Listener.TokenDemand.NOT_REQUIRED;
        };
        return new Listener(
                settings.name(),
                routes,
                reachable(settings, clusters),
                AccessList.of(settings.trustedProxies()),
                demand,
                settings.forwardCredentials());
    }

    /// Everybody that some cluster behind the listener admits; null as soon as one admits all.
    private static @Nullable AccessList reachable(ListenerSettings settings, Map<ClusterName, Cluster> clusters) {
        var lists = new ArrayList<AccessList>();
        for (var route : settings.routes()) {
            var cluster = clusters.get(route.target().cluster());
            if (cluster == null || cluster.restriction() == null) {
                return null;
            }
            lists.add(cluster.restriction());
        }
        return AccessList.union(lists);
    }

    private static Route route(RouteSettings settings) {
        var host = settings.host();
        return new Route(
                host == null ? null : Route.Host.parse(host),
                settings.pathPrefix(),
                settings.target().cluster(),
                settings.target().service());
    }

    private static Cluster cluster(ClusterSettings settings) {
        var restriction = settings.access().restriction();
        var tokens = settings.access().tokens();
        var policy = switch (settings.balancing().policy()) {
            case LEAST_REQUESTS -> Cluster.Policy.LEAST_REQUESTS;
            case ROUND_ROBIN -> Cluster.Policy.ROUND_ROBIN;
        };
        return new Cluster(
                settings.name(),
                settings.enabled(),
                settings.directors().stream()
                        .map(director -> director(settings.name(), director))
                        .toList(),
                restriction.enabled() ? AccessList.of(restriction.sources()) : null,
                tokens.enabled(),
                TokenTable.of(tokens.list().stream().map(Declared::token).toList()),
                policy,
                health(settings.health()),
                new RetryLimits(
                        settings.retry().budgetPercent(), settings.retry().minimumPerSecond()));
    }

    private static Director director(ClusterName cluster, DirectorSettings settings) {
        return new Director(
                cluster, settings.name(), settings.address(), settings.services(), Director.Standing.OPEN, 0);
    }

    private static Token token(TokenSettings settings) {
        var expires = settings.expires();
        var sources = settings.sources();
        return new Token(
                settings.name(),
                settings.digest(),
                expires == null ? Long.MAX_VALUE : expires.toEpochMilli(),
                settings.listeners(),
                sources.isEmpty() ? null : AccessList.of(sources));
    }

    private static HealthCheck health(HealthSettings settings) {
        var kind = switch (settings.check()) {
            case HTTP -> HealthCheck.Kind.HTTP;
            case TCP -> HealthCheck.Kind.TCP;
            case GRPC -> HealthCheck.Kind.GRPC;
        };
        return new HealthCheck(
                kind,
                settings.service(),
                settings.path(),
                settings.interval(),
                settings.timeout(),
                settings.healthyAfter(),
                settings.unhealthyAfter());
    }
}
