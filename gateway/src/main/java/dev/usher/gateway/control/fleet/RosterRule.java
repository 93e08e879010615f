package dev.usher.gateway.control.fleet;

import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.signal.ClusterRoster;
import dev.usher.gateway.core.signal.RosterWord;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a roster may decide: only a fresh, explicit word of a present member, in a cluster with a quorum, takes its
/// own Director out. Absence, age and lost quorum are no opinion, so that a broken roster never stops traffic.
final class RosterRule {

    /// How long ago a word may have become newer to count.
    static final Duration FRESH = Duration.ofSeconds(10);

    private RosterRule() {}

    /// Whether the Director's sidecar says, so that it counts, that the Director must not be chosen.
    static boolean withdraws(ClusterIntent cluster, DirectorName director, @Nullable ClusterRoster roster, long now) {
        if (roster == null || !hasQuorum(cluster, roster)) {
            return false;
        }
        var word = roster.word(director);
        return word != null && word.present() && fresh(word, now) && takesOut(word.state());
    }

    static boolean hasQuorum(ClusterIntent cluster, ClusterRoster roster) {
        return roster.connected() && roster.members() >= cluster.majority();
    }

    static boolean fresh(RosterWord word, long now) {
        return word.advanced() && now - word.atNanos() <= FRESH.toNanos();
    }

    private static boolean takesOut(RosterWord.State state) {
        return switch (state) {
            case DRAINING, DISABLED, UPDATING, UNHEALTHY -> true;
            case UNKNOWN, STARTING, HEALTHY -> false;
        };
    }
}
