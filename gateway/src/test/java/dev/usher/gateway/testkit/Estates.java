package dev.usher.gateway.testkit;

import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.model.ServiceName;
import dev.usher.gateway.core.snapshot.Cluster;
import dev.usher.gateway.core.snapshot.Cluster.Policy;
import dev.usher.gateway.core.snapshot.Director;
import dev.usher.gateway.core.snapshot.Director.Standing;
import dev.usher.gateway.core.snapshot.HealthCheck;
import dev.usher.gateway.core.snapshot.RetryLimits;
import dev.usher.gateway.core.snapshot.Snapshot;
import dev.usher.gateway.core.snapshot.TokenTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Clusters with Directors for tests that count, choose and check.
public final class Estates {

    public static final ServiceName HTTP = new ServiceName("http");
    public static final ClusterName EU_WEST = new ClusterName("eu-west");

    private Estates() {}

    /// A Director of `eu-west` that is open and serves `http` at `port` of 127.0.0.1.
    public static Director director(String name, int port) {
        return new Director(EU_WEST, new DirectorName(name), "127.0.0.1", Map.of(HTTP, port), Standing.OPEN, 0);
    }

    /// `count` Directors, `director-1` and so on, at ports nobody listens on.
    public static List<Director> directors(int count) {
        var directors = new ArrayList<Director>();
        for (int i = 1; i <= count; i++) {
            directors.add(director("director-" + i, i));
        }
        return directors;
    }

    /// A check by HTTP as `health` of an example configuration has it, but at another pace.
    public static HealthCheck check(Duration interval, Duration timeout) {
        return new HealthCheck(HealthCheck.Kind.HTTP, HTTP, "/health", interval, timeout, 2, 2);
    }

    /// The cluster `eu-west`, open to everybody.
    public static Cluster cluster(Policy policy, List<Director> directors) {
        return cluster(policy, check(Duration.ofMillis(500), Duration.ofMillis(400)), directors);
    }

    /// The cluster `eu-west` with a check of its own.
    public static Cluster cluster(Policy policy, HealthCheck check, List<Director> directors) {
        return new Cluster(EU_WEST, true, directors, null, false, TokenTable.EMPTY, policy, check, RetryLimits.DEFAULT);
    }

    /// A picture with these clusters and no listeners.
    public static Snapshot snapshot(long version, Cluster... clusters) {
        var byName = Arrays.stream(clusters).collect(Collectors.toMap(Cluster::name, Function.identity()));
        return new Snapshot(version, Map.of(), byName);
    }
}
