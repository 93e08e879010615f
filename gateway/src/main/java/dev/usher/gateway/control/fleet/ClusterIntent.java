package dev.usher.gateway.control.fleet;

import dev.usher.gateway.core.config.ClusterSettings;
import dev.usher.gateway.core.model.ClusterName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A cluster as it is configured.
///
/// @param port the coordination port
/// @param revision which revision its self-managed sidecars should run; null where nobody says
public record ClusterIntent(
        ClusterName name,
        Type type,
        int port,
        boolean enabled,
        @Nullable Long revision,
        List<DirectorIntent> directors) {

    /// Who brings its Directors their configuration.
    public enum Type {
        MANAGED,
        SELF_MANAGED
    }

    /// The only weight that can be configured as yet.
    private static final int WEIGHT = 100;

    public ClusterIntent {
        directors = List.copyOf(directors);
    }

    /// The cluster that the configuration names.
    public static ClusterIntent of(ClusterSettings settings) {
        var type = switch (settings.type()) {
            case MANAGED -> Type.MANAGED;
            case SELF_MANAGED -> Type.SELF_MANAGED;
        };
        var directors = settings.directors().stream()
                .map(director -> new DirectorIntent(
                        director.name(),
                        director.address(),
                        director.port(),
                        WEIGHT,
                        director.services(),
                        director.enabled()))
                .toList();
        var revision = settings.revision();
        return new ClusterIntent(
                settings.name(),
                type,
                settings.port(),
                settings.enabled(),
                revision == null ? null : revision.longValue(),
                directors);
    }

    /// The smallest majority of the configured size.
    public int majority() {
        return directors.size() / 2 + 1;
    }
}
