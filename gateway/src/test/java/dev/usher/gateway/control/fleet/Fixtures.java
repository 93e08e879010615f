package dev.usher.gateway.control.fleet;

import dev.usher.gateway.control.fleet.rules.Declarations;
import dev.usher.gateway.core.config.AccessSettings;
import dev.usher.gateway.core.config.ClusterOptions;
import dev.usher.gateway.core.config.ClusterSettings;
import dev.usher.gateway.core.config.DirectorSettings;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.model.ServiceName;
import dev.usher.gateway.core.signal.ClusterRoster;
import dev.usher.gateway.core.signal.RosterWord;
import dev.usher.membership.mesh.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    /// The configuration file with that cluster.
    public static Declarations declared(int size) {
        var directors = IntStream.rangeClosed(1, size)
                .mapToObj(Fixtures::intent)
                .map(intent -> new DirectorSettings(
                        intent.name(), intent.address(), intent.port(), intent.services(), intent.enabled()))
                .toList();
        var options = ClusterOptions.DEFAULTS;
        var settings = new ClusterSettings(
                CLUSTER,
                ClusterSettings.Type.SELF_MANAGED,
                8081,
                true,
                null,
                true,
                new Security.Plaintext(),
                directors,
                new AccessSettings(
                        new AccessSettings.Restriction(false, List.of()), new AccessSettings.Tokens(false, List.of())),
                options.balancing(),
                options.health(),
                options.retry());
        return new Declarations(List.of(settings), Set.of(), Set.of());
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
