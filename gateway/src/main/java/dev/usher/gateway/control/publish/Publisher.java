package dev.usher.gateway.control.publish;

import dev.usher.gateway.control.fleet.ClusterView;
import dev.usher.gateway.control.fleet.DirectorView;
import dev.usher.gateway.control.fleet.Fleet;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.snapshot.Snapshots;
import dev.usher.membership.time.Timers;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// Keeps the current [dev.usher.gateway.core.snapshot.Snapshot] true to what is declared and to the fleet.
///
/// *Thread-safe:* publications are serialised. Each one judges the fleet anew, so the order in which changes are
/// noticed does not matter; when nothing changed nothing is published.
public final class Publisher {

    private static final System.Logger LOG = System.getLogger(Publisher.class.getName());

    /// How soon it is noticed that a sidecar's word grew old.
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final Fleet fleet;
    private final Snapshots snapshots;
    private World world = World.EMPTY;

    public Publisher(Fleet fleet, Snapshots snapshots) {
        this.fleet = fleet;
        this.snapshots = snapshots;
    }

    /// Publishes each change of the fleet from now on, and looks again every second, as words grow old in silence.
    public Timers.Timer follow(Timers timers) {
        fleet.onChanged(this::publish);
        return timers.every(PERIOD, this::publishSafely);
    }

    /// Replaces what is declared, and publishes.
    public synchronized void declare(World next) {
        world = next;
        publish();
    }

    /// Publishes the picture of now, if it is another one than the last.
    public synchronized void publish() {
        var current = snapshots.current();
        var next = Composition.next(current, world, standings());
        if (next.version() != current.version()) {
            snapshots.publish(before -> next);
        }
    }

    /// An exception would silently end the looking for ever.
    private void publishSafely() {
        try {
            publish();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a picture was not published", e);
        }
    }

    private Map<ClusterName, Map<DirectorName, DirectorView>> standings() {
        var standings = new HashMap<ClusterName, Map<DirectorName, DirectorView>>();
        for (ClusterView cluster : fleet.clusters()) {
            var directors = new HashMap<DirectorName, DirectorView>();
            cluster.directors().forEach(view -> directors.put(view.intent().name(), view));
            standings.put(cluster.intent().name(), directors);
        }
        return standings;
    }
}
