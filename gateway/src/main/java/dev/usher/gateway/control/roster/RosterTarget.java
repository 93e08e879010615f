package dev.usher.gateway.control.roster;

import dev.usher.gateway.core.config.ClusterSettings;
import dev.usher.gateway.core.config.DirectorSettings;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.membership.contract.Roster;
import dev.usher.membership.mesh.Mesh;
import dev.usher.membership.mesh.MeshPeer;
import dev.usher.membership.mesh.Security;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// A cluster to watch.
///
/// @param sidecars of its Directors, the only ones whose words are read
public record RosterTarget(ClusterName cluster, List<MeshPeer> sidecars, Security security) {

    public RosterTarget {
        sidecars = List.copyOf(sidecars);
    }

    /// The cluster that the configuration names.
    ///
    /// @param security its own, or with the keys that the estate's authority gives
    public static RosterTarget of(ClusterSettings settings, Security security) {
        return new RosterTarget(settings.name(), sidecars(settings), security);
    }

    /// Those of the cluster's Directors.
    public static List<MeshPeer> sidecars(ClusterSettings settings) {
        return settings.directors().stream().map(RosterTarget::sidecar).toList();
    }

    Set<DirectorName> directors() {
        return sidecars.stream()
                .map(sidecar -> new DirectorName(sidecar.name()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /// Where Hazelcast's client finds the members, as `host:port`; behind a mesh by names that lead into it.
    List<String> addresses() {
        return sidecars.stream()
                .map(sidecar -> switch (security) {
                    case Security.Plaintext() -> plain(sidecar);
                    case Security.Mesh(var _) ->
                        Mesh.host(cluster.value(), sidecar.name()) + ":" + Roster.INNER_CLIENT_PORT;
                })
                .toList();
    }

    private static MeshPeer sidecar(DirectorSettings director) {
        return new MeshPeer(director.name().value(), director.address(), director.port());
    }

    private static String plain(MeshPeer sidecar) {
        var host = sidecar.address().indexOf(':') < 0 ? sidecar.address() : "[" + sidecar.address() + "]";
        return host + ":" + Roster.clientPort(sidecar.port());
    }
}
