package dev.usher.gateway.core.signal;

import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Hands signals from those who observe to those who want to know. *Thread-safe;* called on the observer's thread.
public final class Signals {

    private final CopyOnWriteArrayList<Consumer<Signal>> consumers = new CopyOnWriteArrayList<>();

    /// Calls `consumer` for each signal from now on; it must be quick.
    public void subscribe(Consumer<Signal> consumer) {
        consumers.add(consumer);
    }

    /// Tells everybody.
    public void emit(Signal signal) {
        consumers.forEach(consumer -> consumer.accept(signal));
    }
}
