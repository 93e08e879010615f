package dev.usher.gateway.control.fleet;

import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Whose sidecars have a stream to this gateway now, what they say, and which configuration they should run.
///
/// It changes with every status of every sidecar, so it is kept apart from the [FleetState], in which nothing depends
/// on it. *Thread-safe:* concurrent maps with an entry for each Director and cluster that is configured, and no others.
final class Attending {

    private final Map<DirectorName, Attendance> attendances = new ConcurrentHashMap<>();
    private final Map<ClusterName, Long> revisions = new ConcurrentHashMap<>();
    private volatile boolean open;

    void open() {
        open = true;
    }

    /// Whether sidecars can connect to this gateway at all.
    boolean isOpen() {
        return open;
    }

    void attended(DirectorName director, Attendance attendance) {
        attendances.put(director, attendance);
    }

    void left(DirectorName director) {
        attendances.remove(director);
    }

    void wanted(ClusterName cluster, long revision) {
        revisions.put(cluster, revision);
    }

    /// Of clusters that are no longer there nobody says what they should run.
    void keep(Set<ClusterName> clusters) {
        revisions.keySet().retainAll(clusters);
    }

    Optional<Attendance> of(DirectorName director) {
        return Optional.ofNullable(attendances.get(director));
    }

    /// The revision that `cluster` should run; null where nobody says.
    @Nullable
    Long revision(ClusterIntent cluster) {
        return revisions.getOrDefault(cluster.name(), cluster.revision());
    }
}
