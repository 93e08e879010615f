package dev.usher.membership.agent;

import dev.usher.membership.contract.Quorum;
import dev.usher.membership.contract.proto.ClusterConfiguration;
import dev.usher.membership.contract.proto.DirectorConfiguration;
import dev.usher.membership.contract.proto.SidecarState;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What an order is judged by: the file, what is remembered, and who is present. *Immutable.*
record Situation(Basis basis, SidecarState memory, Set<String> present) {

    /// What it runs, or null while it belongs to no cluster.
    @Nullable
    ClusterConfiguration cluster() {
        if (!basis.managed()) {
            return basis.file();
        }
        return memory.hasCluster() ? memory.getCluster() : null;
    }

    /// Sidecars present of those configured, whoever else may be there.
    Quorum quorum() {
        var cluster = cluster();
        if (cluster == null) {
            return new Quorum(0, 0);
        }
        var here = cluster.getDirectorsList().stream()
                .filter(each -> present.contains(each.getName()))
                .count();
        return new Quorum((int) here, cluster.getDirectorsCount());
    }

    /// The ports of the Director's services.
    Map<String, Integer> services() {
        var cluster = cluster();
        return cluster == null
                ? Map.of()
                : cluster.getDirectorsList().stream()
                        .filter(each -> each.getName().equals(basis.director()))
                        .findFirst()
                        .map(DirectorConfiguration::getServicesMap)
                        .orElse(Map.of());
    }
}
