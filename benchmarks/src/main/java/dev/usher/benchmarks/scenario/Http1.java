package dev.usher.benchmarks.scenario;

import dev.usher.benchmarks.report.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/// The scenario `http1`: Usher and HAProxy do the same to the same requests on one core.
public final class Http1 {

    private static final int DIRECTORS = 3;
    private static final int CORES = 2;
    private static final double HALF = 0.5;

    private Http1() {}

    /// `--home DIR --out DIR [--quick] [--rounds N]`, as `benchmarks/bin/http1` calls it.
    public static void main(String[] args) throws IOException, InterruptedException {
        var options = Options.parse(args);
        var cores = StubChild.availableCores();
        if (cores < CORES) {
            throw new IllegalStateException("cores: " + cores + " (expected: at least " + CORES + ")");
        }
        run(options);
        System.exit(0);
    }

    static void run(Options options) throws IOException, InterruptedException {
        var machine = Machine.here(options.home(), StubChild.availableCores());
        try (var scratch = Scratch.create("http1");
                var directors = StubChild.start(scratch.folder(), DIRECTORS)) {
            var site = Site.prepare(options.home(), scratch.folder(), directors.firstLine());
            var candidates = new ArrayList<Candidate>();
            try {
                candidates.add(
                        new Candidate(Candidate.DIRECT, null, site.directors().getFirst(), 0));
                candidates.add(Haproxy.start(site));
                if (options.usher()) {
                    candidates.add(Usher.start(site, Cores.PROXY));
                }
                prove(site, candidates);
                var results = measure(new Rounds(site, candidates, options.pace()));
                var report = new Http1Report(options.pace(), machine, results).report();
                report.write(options.out());
                System.out.println(Files.readString(options.out().resolve("http1.md")));
            } finally {
                for (var candidate : candidates) {
                    var process = candidate.process();
                    if (process != null) {
                        process.close();
                    }
                }
            }
        }
    }

    private static void prove(Site site, List<Candidate> candidates) throws IOException, InterruptedException {
        try (var correctness = new Correctness(site)) {
            for (var candidate : candidates) {
                if (candidate.process() != null) {
                    correctness.await(candidate);
                    correctness.check(candidate);
                }
            }
        }
    }

    private static List<Results> measure(Rounds rounds) throws InterruptedException {
        var results = new ArrayList<Results>();
        for (var transport : Transport.values()) {
            rounds.warmUp(transport);
            var closed = rounds.closed(transport);
            var rate = Math.rint(new Results(transport, closed, 0, List.of())
                            .closed(Candidate.HAPROXY, Sample::perSecond)
                            .median()
                    * HALF);
            results.add(new Results(transport, closed, rate, rounds.open(transport, rate)));
        }
        return results;
    }
}
