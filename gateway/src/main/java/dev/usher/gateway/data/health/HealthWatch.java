package dev.usher.gateway.data.health;

import dev.usher.gateway.core.exchange.Cause;
import dev.usher.gateway.core.signal.DirectorStatus;
import dev.usher.gateway.core.signal.Observatory;
import dev.usher.gateway.core.signal.Signals;
import dev.usher.gateway.core.snapshot.Cluster;
import dev.usher.gateway.core.snapshot.Director;
import dev.usher.gateway.core.snapshot.Snapshot;
import dev.usher.gateway.data.load.DirectorLoad;
import dev.usher.gateway.data.load.DirectorLoad.Seen;
import dev.usher.gateway.data.load.Health;
import dev.usher.gateway.data.load.LoadTable;
import dev.usher.membership.time.Ticker;
import dev.usher.membership.time.Timers;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/// Watches every Director of the current snapshot, whatever administrators say of it.
///
/// What a snapshot does not change is not disturbed: its checks run on. *Thread-safe:* snapshots are applied one at a
/// time; the map of watches may be read meanwhile. Bounded by the snapshot, one check at a time for each Director.
public final class HealthWatch implements Observatory, AutoCloseable {

    private final LoadTable loads;
    private final Surroundings around;
    private final ConcurrentHashMap<DirectorLoad, Watch> watches = new ConcurrentHashMap<>();

    /// @param timers where the time to the next check is measured; checks themselves block virtual threads only
    /// @param onDown called when checks have judged a Director down, on the thread of the check, with the cause by
    /// which what is in flight there is to be ended; must be quick
    public HealthWatch(
            LoadTable loads, Signals signals, Ticker ticker, Timers timers, BiConsumer<DirectorLoad, Cause> onDown) {
        this(loads, new Surroundings(Checks.over(timers), signals, ticker, timers, onDown));
    }

    HealthWatch(LoadTable loads, Surroundings around) {
        this.loads = loads;
        this.around = around;
    }

    /// Watches what is in `snapshot` and nothing else; forgets the loads of what left. Meant for
    /// [dev.usher.gateway.core.snapshot.Snapshots#onPublished] as it is.
    public synchronized void apply(Snapshot snapshot) {
        loads.retain(snapshot);
        var wanted = new HashSet<DirectorLoad>();
        for (var cluster : snapshot.clusters().values()) {
            for (var director : cluster.directors()) {
                var load = loads.of(director);
                wanted.add(load);
                watch(load, cluster, director);
            }
        }
        for (var load : watches.keySet()) {
            if (!wanted.contains(load)) {
                unwatch(load);
            }
        }
    }

    private void watch(DirectorLoad load, Cluster cluster, Director director) {
        var check = Check.of(cluster.health(), director);
        if (check == null) {
            unwatch(load);
            var reason = "it has no service " + cluster.health().service() + " to check";
            load.see(new Seen(Health.DOWN, reason, around.ticker().nanos()));
            return;
        }
        var watch = watches.get(load);
        if (watch == null) {
            watches.put(load, Watch.start(load, check, around));
        } else if (!watch.check().equals(check)) {
            watches.put(load, watch.instead(check));
        }
    }

    private void unwatch(DirectorLoad load) {
        var watch = watches.remove(load);
        if (watch != null) {
            watch.stop();
        }
    }

    /// Live traffic has thrown `load` out of the rotation ([DirectorLoad#eject] said so): brings its next check forward
    /// and decides soon whether it returns or is down.
    public void ejected(DirectorLoad load) {
        var watch = watches.get(load);
        if (watch != null) {
            watch.ejected();
        }
    }

    /// Whether every Director has been judged at least once, so that a gateway may call itself ready.
    public boolean allDecided() {
        return watches.keySet().stream().noneMatch(load -> load.seen().health() == Health.UNKNOWN);
    }

    @Override
    public List<DirectorStatus> directors() {
        long nowNanos = around.ticker().nanos();
        long nowMillis = around.ticker().epochMillis();
        return loads.all().stream()
                .map(load -> status(load, nowMillis, nowNanos))
                .sorted(Comparator.comparing(DirectorStatus::cluster).thenComparing(DirectorStatus::director))
                .toList();
    }

    private static DirectorStatus status(DirectorLoad load, long nowMillis, long nowNanos) {
        var seen = load.seen();
        long agoMillis = seen.equals(Seen.NOTHING) ? 0 : TimeUnit.NANOSECONDS.toMillis(nowNanos - seen.sinceNanos());
        return new DirectorStatus(
                load.cluster(),
                load.name(),
                seen.health() == Health.UP,
                seen.health().word(),
                seen.reason(),
                load.inFlight(),
                load.requests(),
                load.failures(),
                nowMillis - agoMillis);
    }

    /// Ends all checks.
    @Override
    public synchronized void close() {
        watches.values().forEach(Watch::stop);
        watches.clear();
    }
}
