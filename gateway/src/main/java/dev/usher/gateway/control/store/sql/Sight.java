package dev.usher.gateway.control.store.sql;

import dev.usher.gateway.control.store.Store;
import dev.usher.gateway.control.store.Versions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

/// What was last seen of the versions, and who wants to hear of it.
///
/// A look that began before one's own change ended may be older than that change: it only ever adds to what is known.
/// Any other look is believed as it is, also where it goes back, as after a database was put back from a copy.
/// *Thread-safe:* one monitor; listeners are called one after the other by `teller`.
final class Sight {

    private final Executor teller;
    private final List<Store.Listener> listeners = new CopyOnWriteArrayList<>();
    private volatile Versions seen = Versions.NONE;
    private Versions told = Versions.NONE;
    private long changes;

    Sight(Executor teller) {
        this.teller = teller;
    }

    Versions seen() {
        return seen;
    }

    void add(Store.Listener listener) {
        listeners.add(listener);
    }

    /// One's own change.
    synchronized void changed(Versions now) {
        changes++;
        take(later(seen, now));
    }

    /// How many changes of one's own there were, for [#looked].
    synchronized long changes() {
        return changes;
    }

    /// @param changesBefore what [#changes] said before the look began
    synchronized void looked(Versions now, long changesBefore) {
        take(changes == changesBefore ? now : later(seen, now));
    }

    private void take(Versions now) {
        if (!now.equals(seen)) {
            seen = now;
            teller.execute(this::tell);
        }
    }

    private void tell() {
        Versions before;
        Versions now;
        synchronized (this) {
            before = told;
            now = seen;
            told = now;
        }
        if (!before.equals(now)) {
            listeners.forEach(listener -> listener.changed(before, now));
        }
    }

    private static Versions later(Versions one, Versions other) {
        return new Versions(
                Math.max(one.directors(), other.directors()),
                Math.max(one.clusters(), other.clusters()),
                Math.max(one.tokens(), other.tokens()),
                Math.max(one.devices(), other.devices()),
                Math.max(one.closures(), other.closures()));
    }
}
