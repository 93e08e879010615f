package dev.usher.benchmarks.load;

import org.HdrHistogram.Histogram;

/// What an open-loop window saw, in microseconds from the intended start. *Immutable.*
///
/// `lagP99` is how late the generator itself woke to write: what a candidate is not to blame for.
public record Latencies(long requests, long failures, double p50, double p99, double p999, double max, double lagP99) {

    private static final double MICROS = 1e3;

    static Latencies of(Histogram latency, Histogram lag, long failures) {
        return new Latencies(
                latency.getTotalCount(),
                failures,
                latency.getValueAtPercentile(50) / MICROS,
                latency.getValueAtPercentile(99) / MICROS,
                latency.getValueAtPercentile(99.9) / MICROS,
                latency.getMaxValue() / MICROS,
                lag.getValueAtPercentile(99) / MICROS);
    }
}
