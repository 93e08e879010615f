package dev.usher.gateway.core.signal;

import dev.usher.gateway.core.model.DirectorName;
import java.util.Locale;

/// The last word that a Director's own sidecar put into the roster.
///
/// @param version the Director's version; empty when the sidecar does not know it
/// @param present whether the member that spoke is in the cluster as the gateway sees it
/// @param advanced whether the word became newer while the gateway watched; before that its age is unknown
/// @param atNanos when it did, by the monotonic clock; when the word was first seen otherwise
public record RosterWord(
        DirectorName director,
        State state,
        String version,
        long configRevision,
        boolean present,
        boolean advanced,
        long atNanos) {

    /// What a sidecar may say of its Director.
    public enum State {
        /// Nothing that this gateway understands.
        UNKNOWN,
        STARTING,
        HEALTHY,
        UNHEALTHY,
        DRAINING,
        DISABLED,
        UPDATING;

        /// The state as it is written everywhere, as in `draining`.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
