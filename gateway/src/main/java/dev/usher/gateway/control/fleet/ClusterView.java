package dev.usher.gateway.control.fleet;

import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.signal.ClusterRoster;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A cluster at one moment, as intent and roster have it.
///
/// @param roster null when nothing was heard of it
/// @param atNanos the moment, by the monotonic clock
public record ClusterView(
        ClusterIntent intent,
        List<DirectorView> directors,
        @Nullable ClusterRoster roster,
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

    /// The Director of that name.
    public Optional<DirectorView> director(DirectorName name) {
        return directors.stream()
                .filter(director -> director.intent().name().equals(name))
                .findFirst();
    }
}
