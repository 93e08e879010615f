package dev.usher.gateway.core.snapshot;

import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// Holds the one current [Snapshot]. *Thread-safe:* one atomic reference; listeners are called by the thread that
/// published.
public final class Snapshots {

    private final AtomicReference<Snapshot> current = new AtomicReference<>(Snapshot.EMPTY);
    private final CopyOnWriteArrayList<Consumer<Snapshot>> listeners = new CopyOnWriteArrayList<>();

    /// The picture of now.
    public Snapshot current() {
        return current.get();
    }

    /// Replaces the picture by what `change` makes of it, then tells the listeners. Publishing is serialised.
    public synchronized void publish(UnaryOperator<Snapshot> change) {
        var next = change.apply(current.get());
        if (next.version() <= current.get().version()) {
            throw new IllegalArgumentException("version: " + next.version() + " (expected: above "
                    + current.get().version() + ")");
        }
        current.set(next);
        listeners.forEach(listener -> listener.accept(next));
    }

    /// Calls `listener` after each publication from now on, on the publishing thread; it must be quick.
    public void onPublished(Consumer<Snapshot> listener) {
        listeners.add(listener);
    }
}
