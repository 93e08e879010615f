package dev.usher.membership.time;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/// How long to wait before the next try: twice as long after each failure up to a limit, and by chance between half of
/// that
/// and all of it, so that many who failed together do not return together. *Confined to one thread.*
public final class Backoff {

    private final Duration first;
    private final Duration max;
    private final DoubleSupplier random;
    private Duration ceiling;

    /// @param random gives numbers from 0 (inclusive) to 1 (exclusive)
    public Backoff(Duration first, Duration max, DoubleSupplier random) {
        if (first.isNegative() || first.isZero() || max.compareTo(first) < 0) {
            throw new IllegalArgumentException("first: " + first + " (expected: above zero, at most " + max + ")");
        }
        this.first = first;
        this.max = max;
        this.random = random;
        this.ceiling = first;
    }

    /// The wait before the next try.
    public Duration next() {
        var half = ceiling.toNanos() / 2;
        var wait = Duration.ofNanos(half + (long) (half * random.getAsDouble()));
        var doubled = ceiling.multipliedBy(2);
        ceiling = doubled.compareTo(max) < 0 ? doubled : max;
        return wait;
    }

    /// A try went well: the next failure begins from the first wait again.
    public void reset() {
        ceiling = first;
    }
}
