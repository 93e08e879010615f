package dev.usher.gateway.control.fleet;

import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.signal.RosterWord;
import dev.usher.gateway.core.snapshot.Director.Standing;
import org.jspecify.annotations.Nullable;

/// A Director at one moment, as intent and roster have it.
///
/// @param drain null when no administrator drains it
/// @param word what its sidecar said last; null when nothing was heard
/// @param fresh whether that word is new enough to count
/// @param channel whether sidecars can connect to this gateway
/// @param attendance what its sidecar says over its stream to this gateway; null while there is none
public record DirectorView(
        ClusterName cluster,
        DirectorIntent intent,
        Standing standing,
        @Nullable Drain drain,
        @Nullable RosterWord word,
        boolean fresh,
        boolean channel,
        @Nullable Attendance attendance) {

    /// Whether its sidecar has a stream to this gateway; where there are no streams, whether it is a member of the
    /// cluster that the gateway sees.
    public boolean connected() {
        return channel ? attendance != null : word != null && word.present();
    }

    /// The Director's version, from whoever knows it; null where nobody does.
    public @Nullable String version() {
        if (attendance != null && !attendance.version().isEmpty()) {
            return attendance.version();
        }
        return word == null || word.version().isEmpty() ? null : word.version();
    }

    /// The configuration that its sidecar runs; null where nobody says.
    public @Nullable Long configRevision() {
        if (attendance != null) {
            return attendance.configRevision();
        }
        return word == null ? null : word.configRevision();
    }
}
