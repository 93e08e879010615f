package dev.usher.benchmarks.scenario;

import dev.usher.benchmarks.load.Latencies;
import dev.usher.benchmarks.load.OpenLoop;
import dev.usher.benchmarks.load.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Lets every candidate have its window in every round, each round in another order.
///
/// Any error in any window ends the run: a refusal is cheaper than an answer. *Confined to one thread.*
final class Rounds {

    static final int CONNECTIONS = 64;

    /// What the JVM of a candidate still had to do for the window before must not fall into the next.
    private static final Duration REST = Duration.ofMillis(300);

    private final List<Candidate> candidates;
    private final Pace pace;
    private final Wrk wrk;
    private final Request request;

    /// How one window is run and measured.
    private interface Measurement {
        Sample take(Candidate candidate, int round) throws InterruptedException;
    }

    Rounds(Site site, List<Candidate> candidates, Pace pace) {
        this.candidates = List.copyOf(candidates);
        this.pace = pace;
        this.request = site.request();
        this.wrk = new Wrk(site.folder(), request, CONNECTIONS);
    }

    void warmUp(Transport transport) {
        for (var candidate : speakers(transport)) {
            System.out.printf("%s %s: warming for %d s%n", transport, candidate.name(), pace.warmUp());
            var load = wrk.run(transport, candidate.port(transport), pace.warmUp());
            mustBeClean(candidate, transport, load.errors());
        }
    }

    /// Closed loop: as many requests as 64 connections can carry.
    List<Sample> closed(Transport transport) throws InterruptedException {
        return interleaved(transport, (candidate, round) -> {
            var meter = Meter.start(candidate, transport);
            var load = wrk.run(transport, candidate.port(transport), pace.window());
            var sample = meter.stop(round, load.requests(), load.perSecond());
            mustBeClean(candidate, transport, load.errors());
            System.out.printf(
                    "%s round %d %s: %.0f/s, %.2f µs, cores %.0f%% %.0f%%, foreign %.0f%%%n",
                    transport,
                    round,
                    candidate.name(),
                    sample.perSecond(),
                    sample.cpuMicros(),
                    sample.proxyCore() * 100,
                    sample.loadCore() * 100,
                    sample.foreign() * 100);
            return sample;
        });
    }

    /// Open loop: `rate` requests a second, whatever happens.
    List<Sample> open(Transport transport, double rate) throws InterruptedException {
        try (var loop = new OpenLoop(request.bytes())) {
            for (var candidate : speakers(transport)) {
                window(loop, transport, candidate, rate, Math.min(pace.warmUp(), 5));
            }
            return interleaved(transport, (candidate, round) -> {
                var meter = Meter.start(candidate, transport);
                var latencies = window(loop, transport, candidate, rate, pace.latencyWindow());
                var sample = meter.stop(round, (long) (rate * pace.latencyWindow()), rate)
                        .with(latencies);
                System.out.printf(
                        "%s round %d %s at %.0f/s: p50 %.0f, p99 %.0f, p99.9 %.0f µs, lag p99 %.0f µs%n",
                        transport,
                        round,
                        candidate.name(),
                        rate,
                        latencies.p50(),
                        latencies.p99(),
                        latencies.p999(),
                        latencies.lagP99());
                return sample;
            });
        }
    }

    private static Latencies window(OpenLoop loop, Transport transport, Candidate candidate, double rate, int seconds)
            throws InterruptedException {
        var port = candidate.port(transport);
        var target = transport == Transport.TLS ? Target.tls(port) : Target.plain(port);
        var latencies = loop.run(target, CONNECTIONS, rate, Duration.ofSeconds(seconds));
        mustBeClean(candidate, transport, latencies.failures());
        return latencies;
    }

    private List<Sample> interleaved(Transport transport, Measurement measurement) throws InterruptedException {
        var order = new ArrayList<>(speakers(transport));
        var samples = new ArrayList<Sample>();
        for (var round = 1; round <= pace.rounds(); round++) {
            for (var candidate : order) {
                Thread.sleep(REST);
                var process = candidate.process();
                if (process != null) {
                    process.mustLive();
                }
                samples.add(measurement.take(candidate, round));
            }
            Collections.rotate(order, 1);
        }
        return List.copyOf(samples);
    }

    private List<Candidate> speakers(Transport transport) {
        return candidates.stream()
                .filter(candidate -> candidate.speaks(transport))
                .toList();
    }

    private static void mustBeClean(Candidate candidate, Transport transport, long errors) {
        if (errors != 0) {
            throw new IllegalStateException(candidate.name() + " " + transport + ": " + errors
                    + " answers other than 2xx or socket errors (expected: 0)");
        }
    }
}
