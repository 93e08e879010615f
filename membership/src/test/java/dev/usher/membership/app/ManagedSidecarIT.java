package dev.usher.membership.app;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.core.Hazelcast;
import com.sun.net.httpserver.HttpServer;
import dev.usher.membership.config.GatewaySettings;
import dev.usher.membership.config.SidecarSettings;
import dev.usher.membership.config.VersionSource;
import dev.usher.membership.contract.proto.ClusterConfiguration;
import dev.usher.membership.contract.proto.Configure;
import dev.usher.membership.contract.proto.Directive;
import dev.usher.membership.contract.proto.DirectorConfiguration;
import dev.usher.membership.contract.proto.DirectorState;
import dev.usher.membership.contract.proto.Drain;
import dev.usher.membership.contract.proto.Hello;
import dev.usher.membership.contract.proto.Outcome;
import dev.usher.membership.contract.proto.ProbeConfiguration;
import dev.usher.membership.contract.proto.ProbeConfiguration.Check;
import dev.usher.membership.contract.proto.Release;
import dev.usher.membership.contract.proto.Undrain;
import dev.usher.membership.time.Eventually;
import dev.usher.membership.time.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Managed sidecars in this process, with Hazelcast and a Director, and gateways without a network.
class ManagedSidecarIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration FAREWELL = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final List<Attendant> attendants = new ArrayList<>();
    private final List<Integer> ports = new ArrayList<>();
    private HttpServer director;

    @BeforeEach
    void startDirector() throws IOException {
        director = serve(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        for (int n = 0; n < 6; n++) {
            ports.add(FreePorts.row(2));
        }
    }

    private static HttpServer serve(InetSocketAddress place) throws IOException {
        var server = HttpServer.create(place, 16);
        server.createContext("/health", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    @AfterEach
    void stop() {
        attendants.forEach(each -> each.stop(FAREWELL));
        director.stop(0);
    }

    @Test
    void runsWhatItIsGivenAndKnowsItAfterARestart() throws Exception {
        var gateway = new Gateway("estate-a");
        var attendant = start("director-1", gateway);
        assertThat(gateway.hello().getCluster()).isEmpty();

        var first = configure("c1", cluster(1, 1, 2, 3));
        assertThat(gateway.outcome(first.clone())).isEqualTo(Outcome.DONE);
        seen(
                gateway,
                "healthy, alone",
                hello -> hello.getStatus().getState() == DirectorState.HEALTHY
                        && hello.getStatus().getPresent() == 1
                        && hello.getStatus().getConfigured() == 3
                        && hello.getStatus().getConfigRevision() == 1);
        assertThat(gateway.outcome(order("d1").setDrain(Drain.getDefaultInstance())))
                .isEqualTo(Outcome.NO_QUORUM);

        var services = cluster(2, 1, 2, 3);
        services.getDirectorsBuilderList().forEach(each -> each.putServices("syslog", 514));
        assertThat(gateway.outcome(configure("c2", services))).isEqualTo(Outcome.DONE);
        assertThat(gateway.hello().getStatus().getServicesMap()).containsEntry("syslog", 514);
        assertThat(gateway.hello().getStatus().getPresent())
                .as("without a rejoin")
                .isEqualTo(1);

        var moved = cluster(3, 1, 2, 3);
        moved.getDirectorsBuilder(0).setPort(ports.get(5));
        assertThat(gateway.outcome(configure("c3", moved))).isEqualTo(Outcome.DONE);
        Eventually.holds("it listens on its new port", SOON, () -> listens(ports.get(5)));
        assertThat(listens(ports.get(0))).isFalse();
        var broken = gateway.ask(configure("c4", cluster(4, 1, 2)));
        assertThat(broken.getOutcome()).isEqualTo(Outcome.NOT_POSSIBLE);
        assertThat(broken.getReason()).isEqualTo("cluster.directors: 2 (expected: an odd number, 3..15)");

        attendant.stop(FAREWELL);
        attendants.clear();
        assertThat(gateway.farewells()).containsExactly(false);
        assertThat(gateway.closed()).isTrue();
        assertThat(listens(ports.get(5))).isFalse();

        var next = new Gateway("estate-a");
        start("director-1", next);
        seen(
                next,
                "what it knew",
                hello -> hello.getEstate().equals("estate-a")
                        && hello.getHighestEpoch() == 7
                        && hello.getStatus().getConfigRevision() == 3
                        && hello.getStatus().getPresent() == 1);
        assertThat(next.outcome(first.clone())).isEqualTo(Outcome.ALREADY_DONE);
        assertThat(next.outcome(order("r1").setRelease(Release.getDefaultInstance())))
                .isEqualTo(Outcome.DONE);
        Eventually.holds("it has left", SOON, () -> !listens(ports.get(5)));
        assertThat(next.hello().getCluster()).isEmpty();
    }

    /// Two of three are lost for good: no majority ever again, until a configuration names others.
    @Test
    void aClusterThatLostItsMajorityIsMendedByConfigurationAlone() throws Exception {
        var survivor = new Gateway("estate-a");
        start("director-1", survivor);
        assertThat(survivor.outcome(configure("c1", cluster(1, 1, 2, 3)))).isEqualTo(Outcome.DONE);
        seen(survivor, "alone", hello -> hello.getStatus().getPresent() == 1);
        assertThat(survivor.outcome(order("d1").setDrain(Drain.getDefaultInstance())))
                .isEqualTo(Outcome.NO_QUORUM);

        for (var each : List.of("director-4", "director-5")) {
            var gateway = new Gateway("estate-a");
            start(each, gateway);
            assertThat(gateway.outcome(configure("c2-" + each, cluster(2, 1, 4, 5))))
                    .isEqualTo(Outcome.DONE);
        }
        assertThat(survivor.outcome(configure("c2", cluster(2, 1, 4, 5)))).isEqualTo(Outcome.DONE);

        seen(survivor, "whole again", hello -> hello.getStatus().getPresent() == 3);
        assertThat(survivor.outcome(order("d2").setDrain(Drain.getDefaultInstance())))
                .isEqualTo(Outcome.DONE);
        assertThat(survivor.hello().getStatus().getState()).isEqualTo(DirectorState.DRAINING);
        assertThat(survivor.outcome(order("u2").setUndrain(Undrain.getDefaultInstance())))
                .isEqualTo(Outcome.DONE);
        seen(survivor, "healthy", hello -> hello.getStatus().getState() == DirectorState.HEALTHY);
    }

    /// Director, Hazelcast and gateway die together, and come back one by one.
    @Test
    void outlivesEverybodyElse() throws Exception {
        var gateway = new Gateway("estate-a");
        start("director-1", gateway);
        assertThat(gateway.outcome(configure("c1", cluster(1, 1, 2, 3)))).isEqualTo(Outcome.DONE);
        seen(
                gateway,
                "healthy, alone",
                hello -> hello.getStatus().getState() == DirectorState.HEALTHY
                        && hello.getStatus().getPresent() == 1);

        var place = director.getAddress();
        director.stop(0);
        gateway.vanish();
        requireNonNull(Hazelcast.getHazelcastInstanceByName("director-1"))
                .getLifecycleService()
                .terminate();
        seen(gateway, "in no cluster", hello -> hello.getStatus().getPresent() == 0);
        seen(gateway, "unhealthy", hello -> hello.getStatus().getState() == DirectorState.UNHEALTHY);

        seen(gateway, "in the cluster again", hello -> hello.getStatus().getPresent() == 1);
        director = serve(place);
        seen(gateway, "healthy again", hello -> hello.getStatus().getState() == DirectorState.HEALTHY);
        gateway.welcome();
        assertThat(gateway.outcome(order("u1").setUndrain(Undrain.getDefaultInstance())))
                .isEqualTo(Outcome.DONE);
    }

    private Attendant start(String name, Gateway gateway) throws Exception {
        var settings = new SidecarSettings(
                name,
                null,
                null,
                new VersionSource.Literal("2.5.0"),
                List.of(new GatewaySettings("gateway-1", 8482, folder.resolve("ca.crt"))),
                null,
                folder,
                Duration.ZERO);
        var attendant = new Attendant(settings, name, gateway, DataFolder.open(folder, name));
        attendants.add(attendant);
        attendant.start();
        gateway.welcome();
        return attendant;
    }

    private static void seen(Gateway gateway, String what, Predicate<Hello> condition) {
        Eventually.holds(what, SOON, () -> condition.test(gateway.hello()));
    }

    private static Directive.Builder configure(String id, ClusterConfiguration.Builder cluster) {
        return order(id).setConfigure(Configure.newBuilder().setCluster(cluster));
    }

    private static Directive.Builder order(String id) {
        return Directive.newBuilder().setId(id).setEpoch(7);
    }

    private ClusterConfiguration.Builder cluster(long revision, int... numbers) {
        return ClusterConfiguration.newBuilder()
                .setName("it")
                .setRevision(revision)
                .setProbe(ProbeConfiguration.newBuilder()
                        .setCheck(Check.HTTP)
                        .setService("http")
                        .setIntervalMillis(200))
                .addAllDirectors(IntStream.of(numbers)
                        .mapToObj(number -> DirectorConfiguration.newBuilder()
                                .setName("director-" + number)
                                .setAddress("127.0.0.1")
                                .setPort(ports.get(number - 1))
                                .putServices("http", director.getAddress().getPort())
                                .build())
                        .toList());
    }

    private static boolean listens(int port) {
        try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
