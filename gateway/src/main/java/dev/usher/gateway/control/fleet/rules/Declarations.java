package dev.usher.gateway.control.fleet.rules;

import dev.usher.gateway.core.config.ClusterSettings;
import dev.usher.gateway.core.config.Configuration;
import dev.usher.gateway.core.config.ListenerSettings;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.model.ListenerName;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the configuration file declares, as far as rules ask for it.
///
/// @param clusters read-only in the API
/// @param listeners where tokens can be good
/// @param targeted standalone Directors that a listener leads to
public record Declarations(List<ClusterSettings> clusters, Set<ListenerName> listeners, Set<DirectorName> targeted) {

    public static final Declarations NONE = new Declarations(List.of(), Set.of(), Set.of());

    public Declarations {
        clusters = List.copyOf(clusters);
        listeners = Set.copyOf(listeners);
        targeted = Set.copyOf(targeted);
    }

    /// No listener can lead to a standalone Director as yet.
    public static Declarations of(Configuration configuration) {
        return new Declarations(
                configuration.clusters(),
                configuration.listeners().stream().map(ListenerSettings::name).collect(Collectors.toSet()),
                Set.of());
    }

    public @Nullable ClusterSettings cluster(ClusterName name) {
        return clusters.stream()
                .filter(cluster -> cluster.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /// The cluster that a Director is declared in.
    public @Nullable ClusterName clusterOf(DirectorName director) {
        return clusters.stream()
                .filter(cluster -> cluster.directors().stream()
                        .anyMatch(each -> each.name().equals(director)))
                .map(ClusterSettings::name)
                .findFirst()
                .orElse(null);
    }
}
