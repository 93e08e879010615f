package dev.usher.gateway.control.fleet;

import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;

/// What came of the wish to drain a Director, or to take that back.
public sealed interface DrainAnswer {

    /// The Director drains; it may have done so before, and then the earlier of both deadlines stands.
    record Draining(ClusterName cluster, DirectorName director, Drain drain) implements DrainAnswer {}

    /// No administrator drains the Director, or no longer.
    record Open(ClusterName cluster, DirectorName director) implements DrainAnswer {}

    /// There is no Director of that name.
    record Unknown(DirectorName director) implements DrainAnswer {}

    /// Without it fewer than a majority of the configured Directors could be chosen.
    ///
    /// @param remaining how many others are open and not known to be unhealthy
    /// @param need the majority
    record TooFew(ClusterName cluster, DirectorName director, int remaining, int need, int configured)
            implements DrainAnswer {}
}
