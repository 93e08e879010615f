package dev.usher.benchmarks.micro;

import dev.usher.benchmarks.report.Machine;
import dev.usher.benchmarks.report.Report;
import dev.usher.benchmarks.report.Table;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/// Runs every benchmark of this package with the JVM flags that ship, and fails when one of ours makes garbage.
public final class Micro {

    private static final double GARBAGE_MAX = 1;
    private static final String ALLOCATED = "gc.alloc.rate.norm";
    private static final Map<String, Integer> TARGETS =
            Map.of("AccessListBenchmark.usherHit", 250, "TokenBenchmark.usherHit", 400);

    private Micro() {}

    /// `HOME OUT full|quick`, as `benchmarks/bin/micro` calls it.
    public static void main(String[] args) throws RunnerException, IOException {
        var home = Path.of(args[0]);
        var out = Path.of(args[1]);
        var quick = args[2].equals("quick");
        var forks = quick ? 1 : 3;
        var iterations = quick ? 2 : 5;
        var machine = Machine.here(home, Runtime.getRuntime().availableProcessors());
        var options = new OptionsBuilder()
                .include(Micro.class.getPackageName().replace(".", "\\.") + ".*")
                .forks(forks)
                .warmupIterations(iterations)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(iterations)
                .measurementTime(TimeValue.seconds(1))
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .jvmArgs(Machine.options(home).toArray(String[]::new))
                .jvmArgsAppend("-Dio.netty.leakDetection.level=disabled")
                .build();
        var results = new Runner(options).run();
        var method = method(forks, iterations);
        new Report("micro", "Stages, one by one", method, table(results).toString(), machine, json(results)).write(out);
        System.out.println(Files.readString(out.resolve("micro.md")));
        var wasteful = wasteful(results);
        if (!wasteful.isEmpty()) {
            System.err.println("garbage: " + wasteful + " (expected: none)");
            System.exit(1);
        }
    }

    private static String method(int forks, int iterations) {
        return """
                JMH, average time per call of one thread: %d forks, each %d warm-up and %d measured iterations of 1 s. The error
                is JMH's 99.9 %% interval. Allocation is `gc.alloc.rate.norm` of the GC profiler; below 1 B is none: what the
                profiler itself costs, spread over the calls. Rivals get their input in the form that suits them best. A stage's
                cost inside the gateway differs: there the caches are shared with all else.
                """.formatted(forks, iterations, iterations);
    }

    private static List<String> wasteful(Collection<RunResult> results) {
        return results.stream()
                .filter(result -> name(result).contains(".usher") && allocated(result) >= GARBAGE_MAX)
                .map(Micro::name)
                .toList();
    }

    private static Table table(Collection<RunResult> results) {
        var table = new Table("", "ns/call", "error", "B/call", "target");
        for (var result : results) {
            var score = result.getPrimaryResult();
            var target = TARGETS.get(name(result));
            table.row(
                    name(result).replace("Benchmark.", ": "),
                    decimal(score.getScore()),
                    "± " + decimal(score.getScoreError()),
                    decimal(allocated(result)),
                    target == null ? "" : "≤ " + target + (score.getScore() <= target ? ": met" : ": missed"));
        }
        return table;
    }

    private static JsonObject json(Collection<RunResult> results) {
        var array = new JsonArray();
        for (var result : results) {
            var score = result.getPrimaryResult();
            array.add(new JsonObject()
                    .put("name", name(result))
                    .put("ns_per_call", score.getScore())
                    .put("error_ns", score.getScoreError())
                    .put("bytes_per_call", allocated(result)));
        }
        return new JsonObject().put("benchmarks", array);
    }

    private static double allocated(RunResult result) {
        return Objects.requireNonNull(result.getSecondaryResults().get(ALLOCATED), ALLOCATED)
                .getScore();
    }

    private static String name(RunResult result) {
        var name = result.getParams().getBenchmark();
        return name.substring(Micro.class.getPackageName().length() + 1);
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%,.1f", value);
    }
}
