package dev.usher.gateway.control.publish;

import dev.usher.gateway.control.fleet.DirectorView;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.model.ListenerName;
import dev.usher.gateway.core.net.AccessList;
import dev.usher.gateway.core.snapshot.Cluster;
import dev.usher.gateway.core.snapshot.Director;
import dev.usher.gateway.core.snapshot.Director.Standing;
import dev.usher.gateway.core.snapshot.Listener;
import dev.usher.gateway.core.snapshot.Snapshot;
import dev.usher.gateway.core.snapshot.TokenTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The next picture from the last one. What equals its forerunner *is* its forerunner, down to token tables and access
/// lists, so the data plane can tell by identity what changed, and a list of 100,000 tokens is kept when a drain
/// begins.
final class Composition {

    private Composition() {}

    /// The picture of `world` with these standings; `last` itself when that is what it shows.
    static Snapshot next(Snapshot last, World world, Map<ClusterName, Map<DirectorName, DirectorView>> standings) {
        var listeners = new HashMap<ListenerName, Listener>();
        world.listeners().forEach((name, listener) -> listeners.put(name, listener(last.listener(name), listener)));
        var clusters = new HashMap<ClusterName, Cluster>();
        world.clusters()
                .forEach((name, cluster) -> clusters.put(
                        name, cluster(last.cluster(name), cluster, standings.getOrDefault(name, Map.of()))));
        return same(last.listeners(), listeners) && same(last.clusters(), clusters) && last.version() > 0
                ? last
                : new Snapshot(last.version() + 1, listeners, clusters);
    }

    /// What is shared is identical, so looking deeper would only take time.
    @SuppressWarnings("ReferenceEquality")
    private static <K, V> boolean same(Map<K, V> before, Map<K, V> after) {
        return before.size() == after.size()
                && after.entrySet().stream().allMatch(entry -> before.get(entry.getKey()) == entry.getValue());
    }

    private static Listener listener(@Nullable Listener before, Listener declared) {
        if (before == null) {
            return declared;
        }
        var next = new Listener(
                declared.name(),
                declared.routes(),
                share(before.reachable(), declared.reachable()),
                shared(before.trustedProxies(), declared.trustedProxies()),
                declared.token(),
                declared.forwardCredentials());
        return next.equals(before) ? before : next;
    }

    private static Cluster cluster(
            @Nullable Cluster before, Cluster declared, Map<DirectorName, DirectorView> standings) {
        var directors = new ArrayList<Director>(declared.directors().size());
        for (var director : declared.directors()) {
            var now = stand(director, standings.get(director.name()));
            var old = before == null ? null : before.director(director.name());
            directors.add(old != null && now.equals(old) ? old : now);
        }
        var next = new Cluster(
                declared.name(),
                declared.enabled(),
                directors,
                share(before == null ? null : before.restriction(), declared.restriction()),
                declared.tokensDemanded(),
                share(before == null ? null : before.tokens(), declared.tokens()),
                declared.policy(),
                declared.health(),
                declared.retries());
        return before != null && next.equals(before) ? before : next;
    }

    private static Director stand(Director director, @Nullable DirectorView view) {
        if (view == null) {
            return director;
        }
        var drain = view.drain();
        return view.standing() == Standing.DRAINING && drain != null
                ? director.with(Standing.DRAINING, drain.untilNanos())
                : director.with(view.standing());
    }

    private static @Nullable AccessList share(@Nullable AccessList before, @Nullable AccessList declared) {
        return declared == null ? null : shared(before, declared);
    }

    private static AccessList shared(@Nullable AccessList before, AccessList declared) {
        return before != null && (before == declared || before.rules().equals(declared.rules())) ? before : declared;
    }

    private static TokenTable share(@Nullable TokenTable before, TokenTable declared) {
        return before != null && (before == declared || before.tokens().equals(declared.tokens())) ? before : declared;
    }
}
