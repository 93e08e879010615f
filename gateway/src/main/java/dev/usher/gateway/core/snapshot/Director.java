package dev.usher.gateway.core.snapshot;

import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.model.ServiceName;
import java.util.Map;

/// A telemetry collector as the data plane knows it.
///
/// @param address an IP address or a host name
/// @param services its data ports by name
/// @param standing what administrators and its own sidecar say of it; the gateway's own checks are not in here
/// @param drainUntilNanos while it is [Standing#DRAINING] the moment, by the monotonic clock, at which what is still in
/// flight is cut; 0 otherwise
public record Director(
        ClusterName cluster,
        DirectorName name,
        String address,
        Map<ServiceName, Integer> services,
        Standing standing,
        long drainUntilNanos) {

    public Director {
        services = Map.copyOf(services);
    }

    /// This Director with another standing, which is not [Standing#DRAINING].
    public Director with(Standing other) {
        return with(other, 0);
    }

    /// This Director with another standing; itself when nothing changes.
    public Director with(Standing other, long untilNanos) {
        return standing == other && drainUntilNanos == untilNanos
                ? this
                : new Director(cluster, name, address, services, other, untilNanos);
    }

    /// Whether intent and roster let a Director be chosen.
    public enum Standing {
        /// It may be chosen when the gateway's own checks find it healthy.
        OPEN,
        /// An administrator drains it: nothing new, what is in flight finishes.
        DRAINING,
        /// An administrator disabled it.
        DISABLED,
        /// Its own sidecar, freshly and explicitly, said that it drains, updates, is disabled or is unhealthy.
        WITHDRAWN
    }
}
