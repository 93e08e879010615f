package dev.usher.gateway.control.roster;

import dev.usher.gateway.core.config.ClusterSettings;
import dev.usher.gateway.core.config.DirectorSettings;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.membership.contract.Roster;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// A cluster to watch.
///
/// @param addresses where its members take clients, as `host:port`
/// @param directors the only ones whose words are read
public record RosterTarget(ClusterName cluster, List<String> addresses, Set<DirectorName> directors) {

    public RosterTarget {
        addresses = List.copyOf(addresses);
        directors = Set.copyOf(directors);
    }

    /// The cluster that the configuration names.
    public static RosterTarget of(ClusterSettings settings) {
        return new RosterTarget(
                settings.name(),
                settings.directors().stream().map(RosterTarget::address).toList(),
                settings.directors().stream().map(DirectorSettings::name).collect(Collectors.toUnmodifiableSet()));
    }

    private static String address(DirectorSettings director) {
        var host = director.address().indexOf(':') < 0 ? director.address() : "[" + director.address() + "]";
        return host + ":" + Roster.clientPort(director.port());
    }
}
