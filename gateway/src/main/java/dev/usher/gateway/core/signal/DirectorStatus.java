package dev.usher.gateway.core.signal;

import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;

/// What this gateway's data plane knows of a Director at one moment.
///
/// @param healthy whether it may be chosen, as far as the gateway's own eyes go
/// @param health the state in one word, as in `healthy`, `unhealthy`, `ejected` or `unknown`
/// @param reason why, in words; empty when there is nothing to say
/// @param inFlight exchanges that it has now
/// @param requests exchanges that were given to it since the gateway started
/// @param failures those of them that it failed
/// @param sinceEpochMillis since when its health is what it is, by the wall clock
public record DirectorStatus(
        ClusterName cluster,
        DirectorName director,
        boolean healthy,
        String health,
        String reason,
        int inFlight,
        long requests,
        long failures,
        long sinceEpochMillis) {}
