package dev.usher.benchmarks.scenario;

import dev.usher.benchmarks.load.Latencies;
import dev.usher.benchmarks.report.Estimate;
import dev.usher.benchmarks.report.Machine;
import dev.usher.benchmarks.report.Report;
import dev.usher.benchmarks.report.Table;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Tells what the `http1` scenario found. *Immutable.*
record Http1Report(Pace pace, Machine machine, List<Results> results) {

    Report report() {
        var body = new StringBuilder();
        var data = new JsonObject();
        for (var result : results) {
            body.append("## ").append(result.transport().title()).append("\n\n");
            body.append(verdict(result));
            body.append(throughput(result)).append('\n');
            body.append(latency(result)).append('\n');
            data.put(result.transport().name().toLowerCase(Locale.ROOT), json(result));
        }
        return new Report("http1", "HTTP/1.1: Usher and HAProxy on one core", method(), body.toString(), machine, data);
    }

    private String method() {
        return """
                Every request is a POST of 1 KiB with a bearer token. A proxy lets a source in by a list of 8 networks, matches the
                token against 1001, takes it off, adds `X-Forwarded-For`, `-Proto`, `-Host` and `X-Request-Id`, and picks the least
                busy of 3 Directors, over keep-alive on both sides; nothing is logged. That a missing and a wrong token get 401, a
                source outside the list no answer, and the Director the right head, is checked before anything is timed. Usher is started by its
                launcher, with the flags below and its start-up cache.

                The proxy has core 0 to itself, its JIT compiler and garbage collector on it too and counted. wrk (1 thread, 64
                connections), the open-loop generator, the stub Directors and the runner share core 1. All candidates run at once and
                each has one window per round, in another order each round: %d rounds, closed windows of %d s, open ones of %d s,
                after %d s of warm-up for each candidate and transport. Windows are never left out; an answer other than 2xx or a
                socket error in any of them fails the run.

                - **CPU per request**: run time of all threads by `/proc/PID/task/*/schedstat` over the window, divided by completed
                  requests. It includes what the kernel does in the proxy's name, loopback delivery too, and the 64 connects.
                - **Brackets**: an interval that covers the median with 95 %% or more (order statistics; below six rounds, the range).
                  Ratios are of windows in the same round.
                - **Load-bound**: windows in which core 1 was over 95 %% busy. There, throughput is the load's, not the proxy's.
                - **Foreign**: the part of core 0 that neither the proxy nor idleness had: other processes, above all. More than a few
                  per cent, and the machine was not quiet; what a proxy leaves idle, others fill.
                - **Latency** counts from the moment a request was meant to start, at a fixed rate of half of HAProxy's throughput.
                  `lag p99` is how late the generator itself woke: a candidate is not to blame for that part.
                """.formatted(pace.rounds(), pace.window(), pace.latencyWindow(), pace.warmUp());
    }

    private static String verdict(Results result) {
        if (!result.has(Candidate.USHER)) {
            return "Usher was not measured.\n\n";
        }
        var speed = result.ratio(Candidate.USHER, Candidate.HAPROXY, Sample::perSecond);
        var cpu = result.ratio(Candidate.USHER, Candidate.HAPROXY, Sample::cpuMicros);
        return """
                Usher against HAProxy: CPU per request %s× (target: at most 1.0: **%s**), \
                throughput %s× (target: at least 1.0: **%s**).

                """.formatted(
                        cpu.text(3), word(cpu.median() <= 1, cpu), speed.text(3), word(speed.median() >= 1, speed));
    }

    /// The median decides; an interval with 1.0 inside it says that the next run may tell otherwise.
    private static String word(boolean met, Estimate ratio) {
        var open = ratio.low() <= 1 && ratio.high() >= 1;
        return (met ? "met" : "missed") + (open ? ", within the noise" : "");
    }

    private static Table throughput(Results result) {
        var table = new Table("", "requests/s", "CPU µs/request", "core 0", "core 1", "load-bound", "foreign");
        for (var name : result.candidates()) {
            var cpu = result.closed(name, Sample::cpuMicros);
            table.row(
                    name,
                    result.closed(name, Sample::perSecond).text(0),
                    cpu.median() == 0 ? "–" : cpu.text(2),
                    percent(result.closed(name, Sample::proxyCore)),
                    percent(result.closed(name, Sample::loadCore)),
                    result.limitedByLoad(name) + " of " + cpu.count(),
                    cpu.median() == 0 ? "–" : percent(result.closed(name, Sample::foreign)));
        }
        return table;
    }

    private static String latency(Results result) {
        var table =
                new Table("µs at %,.0f/s".formatted(result.rate()), "p50", "p99", "p99.9", "lag p99", "CPU µs/request");
        for (var name : result.candidates()) {
            var cpu = result.openCpu(name);
            table.row(
                    name,
                    result.open(name, Latencies::p50).text(0),
                    result.open(name, Latencies::p99).text(0),
                    result.open(name, Latencies::p999).text(0),
                    result.open(name, Latencies::lagP99).text(0),
                    cpu.median() == 0 ? "–" : cpu.text(2));
        }
        if (!result.has(Candidate.USHER)) {
            return table.toString();
        }
        return table
                + "\nUsher against HAProxy: p50 %s×, p99 %s×.\n"
                        .formatted(
                                result.openRatio(Candidate.USHER, Candidate.HAPROXY, Latencies::p50)
                                        .text(2),
                                result.openRatio(Candidate.USHER, Candidate.HAPROXY, Latencies::p99)
                                        .text(2));
    }

    private static JsonObject json(Results result) {
        var samples = new JsonArray();
        Stream.concat(result.closed().stream(), result.open().stream()).forEach(sample -> samples.add(sample.json()));
        return new JsonObject().put("open_loop_rate", result.rate()).put("samples", samples);
    }

    private static String percent(Estimate share) {
        return "%.0f %%".formatted(share.median() * 100);
    }
}
