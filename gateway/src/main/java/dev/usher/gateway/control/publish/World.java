package dev.usher.gateway.control.publish;

import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.ListenerName;
import dev.usher.gateway.core.snapshot.Cluster;
import dev.usher.gateway.core.snapshot.Listener;
import java.util.Map;

/// What is declared, before anybody said anything about a Director's standing. *Immutable.*
public record World(Map<ListenerName, Listener> listeners, Map<ClusterName, Cluster> clusters) {

    /// Nothing.
    public static final World EMPTY = new World(Map.of(), Map.of());

    public World {
        listeners = Map.copyOf(listeners);
        clusters = Map.copyOf(clusters);
    }
}
