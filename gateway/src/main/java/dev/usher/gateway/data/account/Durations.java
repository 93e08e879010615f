package dev.usher.gateway.data.account;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/// A histogram of durations with fixed buckets: one adder per bucket and one for the sum.
///
/// Micrometer's timers keep a decaying window beside the buckets, which costs many times what counting does; a
/// scraper computes its quantiles from the buckets and needs no window. *Thread-safe:* adders, read without a stop,
/// so that a count may be ahead of the sum by what is being recorded.
final class Durations {

    /// Upper bounds in milliseconds; what is slower falls into a last bucket without a bound.
    private static final long[] BOUNDS_MILLIS = {1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000
    };

    private static final long[] BOUNDS_NANOS = new long[BOUNDS_MILLIS.length];

    static {
        for (int i = 0; i < BOUNDS_MILLIS.length; i++) {
            BOUNDS_NANOS[i] = TimeUnit.MILLISECONDS.toNanos(BOUNDS_MILLIS[i]);
        }
    }

    private final LongAdder[] counts = new LongAdder[BOUNDS_NANOS.length + 1];
    private final LongAdder sumNanos = new LongAdder();

    Durations() {
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new LongAdder();
        }
    }

    void record(long nanos) {
        int bucket = 0;
        while (bucket < BOUNDS_NANOS.length && nanos > BOUNDS_NANOS[bucket]) {
            bucket++;
        }
        counts[bucket].increment();
        sumNanos.add(nanos);
    }

    double sumSeconds() {
        return sumNanos.sum() / 1e9;
    }

    /// How many fell into each bucket alone, in the order of [#boundsSeconds].
    long[] counts() {
        var now = new long[counts.length];
        for (int i = 0; i < now.length; i++) {
            now[i] = counts[i].sum();
        }
        return now;
    }

    /// The upper bounds, the last one infinite.
    static double[] boundsSeconds() {
        var bounds = new double[BOUNDS_MILLIS.length + 1];
        for (int i = 0; i < BOUNDS_MILLIS.length; i++) {
            bounds[i] = BOUNDS_MILLIS[i] / 1e3;
        }
        bounds[BOUNDS_MILLIS.length] = Double.POSITIVE_INFINITY;
        return bounds;
    }
}
