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
public record DirectorView(
        ClusterName cluster,
        DirectorIntent intent,
        Standing standing,
        @Nullable Drain drain,
        @Nullable RosterWord word,
        boolean fresh) {

    /// Whether its sidecar is a member of the cluster that the gateway sees.
    public boolean connected() {
        return word != null && word.present();
    }
}
