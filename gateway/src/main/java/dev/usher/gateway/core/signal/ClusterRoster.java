package dev.usher.gateway.core.signal;

import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The roster of a cluster as the gateway last saw it. *Immutable.*
///
/// @param connected whether the gateway hears the cluster now; otherwise this is what it heard last
/// @param members for how many Directors members speak now; 0 when not connected
/// @param lastMembers for how many they did when the roster was last read
/// @param atNanos when the roster was last read, by the monotonic clock
public record ClusterRoster(
        ClusterName cluster, boolean connected, int members, int lastMembers, List<RosterWord> words, long atNanos) {

    public ClusterRoster {
        words = List.copyOf(words);
    }

    /// The word on that Director, or null when there is none.
    public @Nullable RosterWord word(DirectorName director) {
        for (var word : words) {
            if (word.director().equals(director)) {
                return word;
            }
        }
        return null;
    }
}
