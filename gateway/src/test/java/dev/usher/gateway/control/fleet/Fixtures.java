package dev.usher.gateway.control.fleet;

import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.model.ServiceName;
import dev.usher.gateway.core.signal.ClusterRoster;
import dev.usher.gateway.core.signal.RosterWord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Clusters and rosters to try the rules on.
public final class Fixtures {

    public static final ClusterName CLUSTER = new ClusterName("eu-west");

    private Fixtures() {}

    public static DirectorName director(int number) {
        return new DirectorName("director-" + number);
    }

    public static ClusterIntent cluster(int size) {
        return cluster(size, true);
    }

    public static ClusterIntent cluster(int size, boolean enabled) {
        var directors = new ArrayList<DirectorIntent>();
        IntStream.rangeClosed(1, size).forEach(number -> directors.add(intent(number)));
        return new ClusterIntent(CLUSTER, ClusterIntent.Type.SELF_MANAGED, 8081, enabled, null, directors);
    }

    /// A roster of `members` members in which Director 1 says `state`.
    public static ClusterRoster roster(int members, RosterWord.State state, long atNanos) {
        return new ClusterRoster(CLUSTER, true, members, members, List.of(word(state, true, true, atNanos)), atNanos);
    }

    /// A word of Director 1.
    public static RosterWord word(RosterWord.State state, boolean present, boolean advanced, long atNanos) {
        return new RosterWord(director(1), state, "2.5.0", 7, present, advanced, atNanos);
    }

    private static DirectorIntent intent(int number) {
        return new DirectorIntent(
                director(number),
                "127.0.0.1",
                8081 + 2 * number,
                100,
                Map.of(new ServiceName("http"), 9000 + number),
                true);
    }
}
