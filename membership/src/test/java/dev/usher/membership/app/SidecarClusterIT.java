package dev.usher.membership.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.client.config.ClientConnectionStrategyConfig.ReconnectMode;
import com.hazelcast.client.config.RoutingMode;
import com.hazelcast.core.HazelcastInstance;
import dev.usher.membership.contract.Roster;
import dev.usher.membership.contract.Words;
import dev.usher.membership.contract.proto.DirectorState;
import dev.usher.membership.contract.proto.DirectorWord;
import dev.usher.membership.time.Eventually;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three sidecars in processes of their own, three Directors, and a client set up like a gateway.
class SidecarClusterIT {

    private static final Duration JOINING = Duration.ofSeconds(60);
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private SidecarCluster cluster;
    private HazelcastInstance client;

    @BeforeEach
    void start() throws IOException {
        cluster = SidecarCluster.prepare(folder);
        cluster.start(1);
        cluster.start(2);
        cluster.start(3);
        client = HazelcastClient.newHazelcastClient(asGateway());
    }

    @AfterEach
    void stop() {
        client.shutdown();
        cluster.close();
    }

    @Test
    void theRosterFollowsWhatHappens() throws Exception {
        Eventually.holds("three members", JOINING, () -> present().size() == 3);
        Eventually.holds(
                "three healthy words",
                SOON,
                () -> states().equals(Map.of(
                        "director-1", DirectorState.HEALTHY,
                        "director-2", DirectorState.HEALTHY,
                        "director-3", DirectorState.HEALTHY)));
        assertThat(word("director-2"))
                .returns("2.5.0", DirectorWord::getVersion)
                .returns("it", DirectorWord::getCluster)
                .returns(Map.of("http", cluster.directorPort(2)), DirectorWord::getServicesMap)
                .returns(member("director-2"), DirectorWord::getMember);

        var first = word("director-1").getSequence();
        Eventually.holds(
                "words go on while nothing changes",
                SOON,
                () -> word("director-1").getSequence() > first);

        cluster.stopDirector(3);
        Eventually.holds("its own word is unhealthy", SOON, () -> state("director-3") == DirectorState.UNHEALTHY);
        cluster.startDirector(3);
        Eventually.holds("its own word is healthy again", SOON, () -> state("director-3") == DirectorState.HEALTHY);

        cluster.sidecar(2).destroyForcibly();
        Eventually.holds(
                "the killed one is gone", Duration.ofSeconds(3), () -> present().size() == 2);
        assertThat(present()).containsExactly("director-1", "director-3");

        cluster.start(2);
        Eventually.holds("it is back", JOINING, () -> present().size() == 3);
        Eventually.holds(
                "its word too",
                SOON,
                () -> member("director-2").equals(word("director-2").getMember()));

        cluster.sidecar(1).destroy();
        assertThat(cluster.sidecar(1).waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(cluster.sidecar(1).exitValue()).isZero();
        Eventually.holds("its word is withdrawn", SOON, () -> state("director-1") == null);
        Eventually.holds("it is gone", SOON, () -> present().equals(Set.of("director-2", "director-3")));
        Eventually.holds("the other one is healthy", SOON, () -> state("director-2") == DirectorState.HEALTHY);
    }

    private ClientConfig asGateway() {
        var config = new ClientConfig();
        config.setClusterName(Roster.clusterName("it"));
        config.getNetworkConfig().getClusterRoutingConfig().setRoutingMode(RoutingMode.ALL_MEMBERS);
        config.getNetworkConfig().setAddresses(cluster.clientAddresses());
        config.getConnectionStrategyConfig().setReconnectMode(ReconnectMode.ASYNC);
        config.getConnectionStrategyConfig().getConnectionRetryConfig().setClusterConnectTimeoutMillis(60_000);
        config.getMetricsConfig().setEnabled(false);
        return config;
    }

    private Set<String> present() {
        var present = new TreeSet<String>();
        client.getCluster().getMembers().forEach(each -> present.add(each.getAttribute(Roster.ATTRIBUTE_DIRECTOR)));
        return present;
    }

    private String member(String director) {
        return client.getCluster().getMembers().stream()
                .filter(each -> director.equals(each.getAttribute(Roster.ATTRIBUTE_DIRECTOR)))
                .map(each -> each.getUuid().toString())
                .findFirst()
                .orElse("absent");
    }

    private @Nullable DirectorWord read(String director) {
        return new Words("it")
                .decode(director, client.<String, byte[]>getMap(Roster.MAP).get(director));
    }

    private DirectorWord word(String director) {
        var word = read(director);
        return word == null ? DirectorWord.getDefaultInstance() : word;
    }

    private @Nullable DirectorState state(String director) {
        var word = read(director);
        return word == null ? null : word.getState();
    }

    private Map<String, DirectorState> states() {
        var states = new TreeMap<String, DirectorState>();
        for (var director : List.of("director-1", "director-2", "director-3")) {
            states.put(director, word(director).getState());
        }
        return states;
    }
}
