package dev.usher.gateway.core.snapshot;

import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.ListenerName;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The world as the data plane sees it. *Immutable;* what did not change is shared with the one before.
///
/// @param version grows by one with each picture
public record Snapshot(long version, Map<ListenerName, Listener> listeners, Map<ClusterName, Cluster> clusters) {

    /// A world with nothing in it.
    public static final Snapshot EMPTY = new Snapshot(0, Map.of(), Map.of());

    public Snapshot {
        listeners = Map.copyOf(listeners);
        clusters = Map.copyOf(clusters);
    }

    /// The listener of that name, or null when there is none.
    public @Nullable Listener listener(ListenerName name) {
        return listeners.get(name);
    }

    /// The cluster of that name, or null when there is none.
    public @Nullable Cluster cluster(ClusterName name) {
        return clusters.get(name);
    }
}
