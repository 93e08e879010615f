package dev.usher.gateway.control.fleet;

import dev.usher.gateway.control.store.ClusterRow;
import dev.usher.gateway.control.store.Ownership;
import dev.usher.gateway.core.config.ClusterOptions;
import dev.usher.gateway.core.config.ClusterSettings;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import java.util.List;
import java.util.Set;
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

    /// The cluster that the store holds.
    ///
    /// @param disabled Directors that are disabled on their own
    static ClusterIntent of(ClusterRow row, Set<DirectorName> disabled) {
        var directors = row.directors().stream()
                .map(member -> new DirectorIntent(
                        member.director(),
                        member.address(),
                        member.port(),
                        member.weight(),
                        member.services(),
                        !disabled.contains(member.director())))
                .toList();
        var type = row.type() == Ownership.MANAGED ? Type.MANAGED : Type.SELF_MANAGED;
        var revision = type == Type.MANAGED
                ? null
                : Long.valueOf(ClusterOptions.parse(row.settings()).configuration());
        return new ClusterIntent(row.name(), type, row.port(), row.enabled(), revision, directors);
    }

    /// The same, enabled or not.
    ClusterIntent enabled(boolean now) {
        return now == enabled ? this : new ClusterIntent(name, type, port, now, revision, directors);
    }

    /// The smallest majority of the configured size.
    public int majority() {
        return directors.size() / 2 + 1;
    }
}
