package dev.usher.gateway.core.signal;

import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;

/// Something the data plane observed of a Director.
public sealed interface Signal {

    ClusterName cluster();

    DirectorName director();

    /// The gateway's own checks, or live traffic, changed their mind.
    ///
    /// @param reason in words, as in `refused 10.0.0.11:8080`
    record HealthChanged(ClusterName cluster, DirectorName director, boolean healthy, String reason)
            implements Signal {}

    /// A draining Director has nothing in flight any more, or its deadline passed.
    ///
    /// @param cut how many exchanges the deadline ended; 0 when all finished by themselves
    record Drained(ClusterName cluster, DirectorName director, int cut) implements Signal {}
}
