package dev.usher.gateway.core.config;

import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.ListenerName;
import dev.usher.membership.settings.Section;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What has been declared so far in one file, for the checks that need more than one section: unique names, addresses
/// that collide, targets that exist. *Confined to one thread.*
///
/// A name counts as declared even where its section has mistakes, so that one mistake is not told twice.
final class Registry {

    private record Claim(String scope, Object value) {}

    private record Binding(Endpoint endpoint, String path) {}

    private final boolean store;
    private final Map<Claim, String> claims = new HashMap<>();
    private final List<Binding> bindings = new ArrayList<>();
    private final Set<ClusterName> clusterNames = new HashSet<>();
    private final Set<ListenerName> listenerNames = new HashSet<>();
    private final Map<ClusterName, ClusterSettings> clusters = new HashMap<>();

    /// Of a file that names all there is.
    Registry() {
        this(false);
    }

    /// @param store whether there can be clusters that are in no file
    Registry(boolean store) {
        this.store = store;
    }

    /// Writes down a mistake when another section has `value` already.
    ///
    /// @param scope among what it is unique, as in `listener name`
    /// @return whether nobody else has it
    boolean claim(Section section, String key, String scope, @Nullable Object value) {
        if (value == null) {
            return true;
        }
        var holder = claims.putIfAbsent(new Claim(scope, value), section.path());
        if (holder != null) {
            section.mistake(key, value + " (expected: a unique " + scope + "; " + holder + " has it already)");
        }
        return holder == null;
    }

    void bind(Section section, String key, @Nullable Endpoint endpoint) {
        if (endpoint == null) {
            return;
        }
        for (var other : bindings) {
            if (endpoint.collides(other.endpoint)) {
                section.mistake(
                        key, endpoint + " (expected: a free address; " + other.path + " has " + other.endpoint + ")");
                return;
            }
        }
        bindings.add(new Binding(endpoint, section.path()));
    }

    void declare(ClusterName name) {
        clusterNames.add(name);
    }

    void declare(ListenerName name) {
        listenerNames.add(name);
    }

    void add(ClusterSettings cluster) {
        clusters.putIfAbsent(cluster.name(), cluster);
    }

    /// Whether there is such a cluster, or can be.
    boolean knows(ClusterName name) {
        return store || clusterNames.contains(name);
    }

    boolean knows(ListenerName name) {
        return listenerNames.contains(name);
    }

    /// The cluster of that name, or null where there is none without mistakes.
    @Nullable
    ClusterSettings cluster(ClusterName name) {
        return clusters.get(name);
    }
}
