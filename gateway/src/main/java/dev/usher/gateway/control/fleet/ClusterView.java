package dev.usher.gateway.control.fleet;

import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.signal.ClusterRoster;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A cluster at one moment, as intent and roster have it.
///
/// @param roster null when nothing was heard of it
/// @param revision of the configuration that its sidecars should run; null where nobody says
/// @param atNanos the moment, by the monotonic clock
public record ClusterView(
        ClusterIntent intent,
        List<DirectorView> directors,
        @Nullable ClusterRoster roster,
        @Nullable Long revision,
        long atNanos) {

    public ClusterView {
        directors = List.copyOf(directors);
    }

    /// How many members the gateway hears of now.
    public int have() {
        return roster == null ? 0 : roster.members();
    }

    /// Whether they are a majority of the configured size.
    public boolean quorum() {
        return roster != null && RosterRule.hasQuorum(intent, roster);
    }

    /// Whether a sidecar runs another configuration than it should; null where nobody can tell.
    public @Nullable Boolean drift() {
        var known = directors.stream().map(this::drift).filter(Objects::nonNull).toList();
        return known.isEmpty() ? null : known.contains(true);
    }

    /// Whether that of one of its Directors does; null where nobody can tell.
    public @Nullable Boolean drift(DirectorView director) {
        var running = director.configRevision();
        return revision == null || running == null ? null : !running.equals(revision);
    }

    /// The Director of that name.
    public Optional<DirectorView> director(DirectorName name) {
        return directors.stream()
                .filter(director -> director.intent().name().equals(name))
                .findFirst();
    }
}
