package dev.usher.membership.agent;

import dev.usher.membership.contract.proto.ClusterConfiguration;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What stands in the sidecar's file and does not change while it runs. *Immutable.*
///
/// @param director for whom it speaks
/// @param file the cluster, or null for a managed sidecar, which is given it by a gateway
/// @param updates whether there is a driver that can update the Director
/// @param drainTimeout how long the gateways may take, before the sidecar ends, to empty the Director; zero for not at
/// all
public record Basis(String director, @Nullable ClusterConfiguration file, boolean updates, Duration drainTimeout) {

    boolean managed() {
        return file == null;
    }
}
