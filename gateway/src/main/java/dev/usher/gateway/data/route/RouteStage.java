package dev.usher.gateway.data.route;

import dev.usher.gateway.core.exchange.Admitted;
import dev.usher.gateway.core.exchange.Cause;
import dev.usher.gateway.core.exchange.RequestView;
import dev.usher.gateway.core.exchange.Routed;
import dev.usher.gateway.core.exchange.Verdict;
import dev.usher.gateway.core.net.IpAddress;
import dev.usher.gateway.core.snapshot.Listener;
import dev.usher.gateway.core.snapshot.Route;
import dev.usher.gateway.core.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/// Walks a listener's routing table; the first route that matches decides, also when its cluster then refuses. A
/// cluster that is not there yet, or not any more, is no reason to tell an Agent anything permanent.
/// *Stateless.*
public final class RouteStage {

    private static final Verdict<Routed> NO_ROUTE = new Verdict.Refused<>(Cause.NO_ROUTE);
    private static final Verdict<Routed> NOT_READY = new Verdict.Refused<>(Cause.NOT_READY);
    private static final Verdict<Routed> CLUSTER_DISABLED = new Verdict.Refused<>(Cause.CLUSTER_DISABLED);

    private RouteStage() {}

    /// Where `request` goes, as `snapshot` and `listener`, which is of that snapshot, have it.
    ///
    /// @param source the address that access lists judge
    public static Verdict<Routed> route(
            Snapshot snapshot, Listener listener, Admitted admitted, IpAddress source, RequestView request) {
        var route = first(listener, request);
        if (route == null) {
            return NO_ROUTE;
        }
        var cluster = snapshot.cluster(route.cluster());
        if (cluster == null) {
            return NOT_READY;
        }
        if (!cluster.enabled()) {
            return CLUSTER_DISABLED;
        }
        return new Verdict.Passed<>(new Routed(admitted, listener, source, cluster, route.service()));
    }

    private static @Nullable Route first(Listener listener, RequestView request) {
        var routes = listener.routes();
        for (int i = 0; i < routes.size(); i++) {
            var route = routes.get(i);
            if (matches(route, request)) {
                return route;
            }
        }
        return null;
    }

    private static boolean matches(Route route, RequestView request) {
        var prefix = route.pathPrefix();
        return (prefix == null || request.pathStartsWith(prefix)) && hostMatches(route.host(), request);
    }

    private static boolean hostMatches(Route.@Nullable Host host, RequestView request) {
        if (host == null) {
            return true;
        }
        return host.wildcard() ? request.hostEndsWith(host.name()) : request.hostIs(host.name());
    }
}
