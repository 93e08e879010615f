package dev.usher.gateway.app;

import dev.usher.gateway.control.roster.RosterTarget;
import dev.usher.gateway.control.roster.RosterWatch;
import dev.usher.gateway.core.config.ClusterSettings;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.signal.ClusterRoster;
import dev.usher.membership.mesh.MeshPeer;
import dev.usher.membership.mesh.Security;
import dev.usher.membership.time.Ticker;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Watches the roster of each cluster that there is now.
///
/// A change of a cluster ends its watch and begins another one only where the way to its sidecars changed.
/// *Thread-safe.*
final class Rosters implements AutoCloseable {

    private final Function<ClusterSettings, @Nullable Security> security;
    private final Ticker ticker;
    private final Consumer<ClusterRoster> listener;
    private final Map<ClusterName, Watched> watches = new HashMap<>();
    private boolean closed;

    /// What leads to a cluster's sidecars; without `given` the estate's authority gives the keys.
    private record Way(List<MeshPeer> sidecars, @Nullable Security given) {}

    private record Watched(Way way, RosterWatch watch) {}

    /// @param security how this gateway speaks with a cluster's sidecars; null while nobody knows: then it is not
    /// watched
    Rosters(Function<ClusterSettings, @Nullable Security> security, Ticker ticker, Consumer<ClusterRoster> listener) {
        this.security = security;
        this.ticker = ticker;
        this.listener = listener;
    }

    /// Watches these, and no others.
    synchronized void follow(List<ClusterSettings> clusters) {
        if (closed) {
            return;
        }
        var gone = new HashMap<>(watches);
        for (var cluster : clusters) {
            var way = new Way(RosterTarget.sidecars(cluster), cluster.security());
            var watched = gone.remove(cluster.name());
            if (watched == null || !watched.way.equals(way)) {
                if (watched != null) {
                    watched.watch.close();
                    watches.remove(cluster.name());
                }
                watch(cluster, way);
            }
        }
        gone.forEach((name, watched) -> {
            watches.remove(name);
            watched.watch.close();
        });
    }

    private void watch(ClusterSettings cluster, Way way) {
        var keys = security.apply(cluster);
        if (keys != null) {
            var watch = new RosterWatch(RosterTarget.of(cluster, keys), ticker, listener);
            watches.put(cluster.name(), new Watched(way, watch));
            watch.start();
        }
    }

    /// How many peers and words were refused, by cluster and reason.
    synchronized Map<ClusterName, Map<String, Long>> refused() {
        var refused = new HashMap<ClusterName, Map<String, Long>>();
        watches.forEach((name, watched) -> refused.put(name, watched.watch.refused()));
        return refused;
    }

    /// Ends, soon; waits for nothing.
    @Override
    public synchronized void close() {
        closed = true;
        watches.values().forEach(watched -> watched.watch.close());
        watches.clear();
    }
}
