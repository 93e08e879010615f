package dev.usher.gateway.data.drain;

import dev.usher.gateway.core.exchange.Cause;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.signal.Signal.Drained;
import dev.usher.gateway.core.signal.Signals;
import dev.usher.gateway.core.snapshot.Director;
import dev.usher.gateway.core.snapshot.Director.Standing;
import dev.usher.gateway.core.snapshot.Snapshot;
import dev.usher.gateway.data.load.DirectorLoad;
import dev.usher.gateway.data.load.LiveRegistry;
import dev.usher.gateway.data.load.LoadTable;
import dev.usher.membership.time.Ticker;
import dev.usher.membership.time.Timers;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.function.Consumer;

/// Sees drains through: closes what is idle, waits for what is in flight, cuts it at the deadline, tells.
///
/// *Thread-safe:* a lock that only publications and a slow timer take.
public final class Drains {

    private static final Duration LOOK = Duration.ofMillis(50);

    private final LoadTable loads;
    private final LiveRegistry live;
    private final Signals signals;
    private final Ticker ticker;
    private final Consumer<DirectorLoad> closeIdle;
    private final Map<Key, Drain> drains = new HashMap<>();

    /// @param closeIdle closes the connections with a Director that no exchange uses
    public Drains(
            LoadTable loads, LiveRegistry live, Signals signals, Ticker ticker, Consumer<DirectorLoad> closeIdle) {
        this.loads = loads;
        this.live = live;
        this.signals = signals;
        this.ticker = ticker;
        this.closeIdle = closeIdle;
    }

    /// Looks at what is in flight every now and then.
    public Timers.Timer watch(Timers timers) {
        return timers.every(LOOK, this::look);
    }

    /// Takes up the drains of `snapshot` and drops those that are no more.
    public synchronized void apply(Snapshot snapshot) {
        var wanted = new HashSet<Key>();
        for (var cluster : snapshot.clusters().values()) {
            for (var director : cluster.directors()) {
                if (director.standing() == Standing.DRAINING) {
                    wanted.add(takeUp(director));
                }
            }
        }
        drains.keySet().retainAll(wanted);
    }

    private Key takeUp(Director director) {
        var key = new Key(director.cluster(), director.name());
        var known = drains.get(key);
        if (known == null || known.untilNanos != director.drainUntilNanos()) {
            var load = loads.of(director);
            drains.put(key, new Drain(load, director.drainUntilNanos()));
            closeIdle.accept(load);
        }
        return key;
    }

    private synchronized void look() {
        long now = ticker.nanos();
        for (var drain : drains.values()) {
            if (!drain.late && now - drain.untilNanos >= 0) {
                drain.late = true;
                cut(drain);
            } else if (!drain.told && drain.load.inFlight() == 0) {
                tell(drain, 0);
            }
        }
    }

    /// The deadline has come. A request that chose the Director just before it was taken out may still be there, even
    /// if nothing was in flight for a moment.
    private void cut(Drain drain) {
        live.cut(exchange -> drain.load.equals(exchange.director()), Cause.DIRECTOR_TIMEOUT)
                .thenAccept(cut -> tell(drain, cut));
    }

    private synchronized void tell(Drain drain, int cut) {
        closeIdle.accept(drain.load);
        if (!drain.told) {
            drain.told = true;
            signals.emit(new Drained(drain.load.cluster(), drain.load.name(), cut));
        }
    }

    private record Key(ClusterName cluster, DirectorName director) {}

    private static final class Drain {

        private final DirectorLoad load;
        private final long untilNanos;
        private boolean told;
        private boolean late;

        Drain(DirectorLoad load, long untilNanos) {
            this.load = load;
            this.untilNanos = untilNanos;
        }
    }
}
