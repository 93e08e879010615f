package dev.usher.benchmarks.load;

/// When requests are meant to start: evenly, `rate` a second from `startNanos` on. *Immutable.*
record Arrivals(long startNanos, double rate, long count) {

    private static final double NANOS = 1e9;

    Arrivals {
        if (!(rate > 0)) {
            throw new IllegalArgumentException("rate: " + rate + " (expected: more than 0)");
        }
    }

    static Arrivals during(long startNanos, double rate, long durationNanos) {
        return new Arrivals(startNanos, rate, (long) (rate * durationNanos / NANOS));
    }

    /// The moment of arrival number `index`.
    long at(long index) {
        return startNanos + (long) (index * NANOS / rate);
    }
}
