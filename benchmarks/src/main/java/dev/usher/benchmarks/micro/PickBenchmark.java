package dev.usher.benchmarks.micro;

import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.model.ServiceName;
import dev.usher.gateway.core.snapshot.Cluster;
import dev.usher.gateway.core.snapshot.Cluster.Policy;
import dev.usher.gateway.core.snapshot.Director;
import dev.usher.gateway.core.snapshot.Director.Standing;
import dev.usher.gateway.core.snapshot.HealthCheck;
import dev.usher.gateway.core.snapshot.RetryLimits;
import dev.usher.gateway.core.snapshot.TokenTable;
import dev.usher.gateway.data.balance.Picker;
import dev.usher.gateway.data.load.ClusterLoad;
import dev.usher.gateway.data.load.DirectorLoad.Seen;
import dev.usher.gateway.data.load.Health;
import dev.usher.gateway.data.load.LoadTable;
import dev.usher.gateway.data.load.RetryBudget;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// One of 15 healthy Directors: ours by both policies, and the stream over all of them that comes to mind first.
///
/// *Confined to one thread.*
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PickBenchmark {

    private static final int DIRECTORS = 15;
    private static final ServiceName SERVICE = new ServiceName("http");

    private final Picker picker = new Picker(new SplittableRandom(1));
    private final ClusterLoad leastRequests = cluster(Policy.LEAST_REQUESTS);
    private final ClusterLoad roundRobin = cluster(Policy.ROUND_ROBIN);

    /// The less busy of two.
    @Benchmark
    public int usherLeastRequests() {
        return picker.pick(leastRequests, 0);
    }

    /// One after the other.
    @Benchmark
    public int usherRoundRobin() {
        return picker.pick(roundRobin, 0);
    }

    /// The least busy of all, by a stream.
    @Benchmark
    public int streamLeastOfAll() {
        return IntStream.range(0, leastRequests.size())
                .filter(index -> leastRequests.load(index).fit())
                .boxed()
                .min(Comparator.comparingInt(index -> leastRequests.load(index).inFlight()))
                .orElse(-1);
    }

    private static ClusterLoad cluster(Policy policy) {
        var name = new ClusterName("benchmark");
        var directors = IntStream.range(0, DIRECTORS)
                .mapToObj(index -> new Director(
                        name,
                        new DirectorName("director-" + index),
                        "127.0.0.1",
                        Map.of(SERVICE, 8080),
                        Standing.OPEN,
                        0))
                .toList();
        var second = Duration.ofSeconds(1);
        var check = new HealthCheck(HealthCheck.Kind.TCP, SERVICE, "/", second, second, 2, 2);
        var cluster =
                new Cluster(name, true, directors, null, false, TokenTable.EMPTY, policy, check, RetryLimits.DEFAULT);
        var table = new LoadTable();
        directors.forEach(director -> table.of(director).see(new Seen(Health.UP, "checked", 0)));
        return new ClusterLoad(cluster, table, new RetryBudget(RetryLimits.DEFAULT, 1, 0), 0);
    }
}
