package dev.usher.benchmarks.scenario;

import dev.usher.benchmarks.load.Latencies;
import dev.usher.benchmarks.report.Estimate;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/// The windows of one transport: closed loop for throughput and CPU, open loop for latency. *Immutable.*
record Results(Transport transport, List<Sample> closed, double rate, List<Sample> open) {

    Results {
        closed = List.copyOf(closed);
        open = List.copyOf(open);
    }

    /// Candidates in the order in which they first ran.
    List<String> candidates() {
        return closed.stream().map(Sample::candidate).distinct().toList();
    }

    Estimate closed(String candidate, ToDoubleFunction<Sample> what) {
        return Estimate.of(values(closed, candidate, what));
    }

    Estimate open(String candidate, ToDoubleFunction<Latencies> what) {
        return Estimate.of(values(open, candidate, latency(what)));
    }

    Estimate openCpu(String candidate) {
        return Estimate.of(values(open, candidate, Sample::cpuMicros));
    }

    /// `candidate` over `rival`, round by round.
    Estimate ratio(String candidate, String rival, ToDoubleFunction<Sample> what) {
        return Estimate.ofRatios(values(closed, candidate, what), values(closed, rival, what));
    }

    Estimate openRatio(String candidate, String rival, ToDoubleFunction<Latencies> what) {
        return Estimate.ofRatios(values(open, candidate, latency(what)), values(open, rival, latency(what)));
    }

    /// In how many closed windows the load's core had nothing left while the proxy's had.
    long limitedByLoad(String candidate) {
        return closed.stream()
                .filter(sample -> sample.candidate().equals(candidate))
                .filter(sample -> sample.loadCore() > Sample.SATURATED)
                .count();
    }

    boolean has(String candidate) {
        return candidates().contains(candidate);
    }

    private static ToDoubleFunction<Sample> latency(ToDoubleFunction<Latencies> what) {
        return sample -> what.applyAsDouble(Objects.requireNonNull(sample.latencies(), "latencies"));
    }

    private static double[] values(List<Sample> samples, String candidate, ToDoubleFunction<Sample> what) {
        return samples.stream()
                .filter(sample -> sample.candidate().equals(candidate))
                .mapToDouble(what)
                .toArray();
    }
}
