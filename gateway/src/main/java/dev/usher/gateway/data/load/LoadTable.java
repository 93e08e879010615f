package dev.usher.gateway.data.load;

import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.snapshot.Director;
import dev.usher.gateway.core.snapshot.Snapshot;
import java.util.Collection;
import java.util.HashSet;
import java.util.concurrent.ConcurrentHashMap;

/// The loads of all Directors of the current snapshot. *Thread-safe.* Bounded by the snapshot.
public final class LoadTable {

    private final ConcurrentHashMap<Key, DirectorLoad> loads = new ConcurrentHashMap<>();

    /// The load of `director`; the same instance for as long as the Director stays in the snapshot.
    public DirectorLoad of(Director director) {
        return loads.computeIfAbsent(
                new Key(director.cluster(), director.name()), key -> new DirectorLoad(key.cluster, key.director));
    }

    /// Forgets Directors that are no longer in `snapshot`.
    public void retain(Snapshot snapshot) {
        var present = new HashSet<Key>();
        for (var cluster : snapshot.clusters().values()) {
            for (var director : cluster.directors()) {
                present.add(new Key(director.cluster(), director.name()));
            }
        }
        loads.keySet().retainAll(present);
    }

    /// All of them.
    public Collection<DirectorLoad> all() {
        return loads.values();
    }

    private record Key(ClusterName cluster, DirectorName director) {}
}
