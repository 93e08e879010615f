package dev.usher.gateway.core.snapshot;

import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.net.AccessList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A group of Directors that stand in for each other.
///
/// @param enabled a disabled cluster refuses everything with `cluster_disabled`
/// @param restriction who may use it; null when everybody may
/// @param tokensDemanded whether the cluster asks for a token
/// @param tokens the tokens it knows
public record Cluster(
        ClusterName name,
        boolean enabled,
        List<Director> directors,
        @Nullable AccessList restriction,
        boolean tokensDemanded,
        TokenTable tokens,
        Policy policy,
        HealthCheck health,
        RetryLimits retries) {

    public Cluster {
        directors = List.copyOf(directors);
    }

    /// The Director of that name, or null when there is none.
    public @Nullable Director director(DirectorName name) {
        for (var director : directors) {
            if (director.name().equals(name)) {
                return director;
            }
        }
        return null;
    }

    /// How a Director is chosen among those that are fit.
    public enum Policy {
        /// Of two picked at random the one with fewer requests in flight.
        LEAST_REQUESTS,
        /// One after the other.
        ROUND_ROBIN
    }
}
