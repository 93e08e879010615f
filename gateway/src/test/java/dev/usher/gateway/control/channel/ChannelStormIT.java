package dev.usher.gateway.control.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.testkit.Certificates;
import dev.usher.gateway.testkit.Eventually;
import dev.usher.gateway.testkit.GatewayProcess;
import dev.usher.gateway.testkit.Ports;
import dev.usher.gateway.testkit.Relay;
import dev.usher.gateway.testkit.StubDirector;
import dev.usher.membership.channel.ChannelListener;
import dev.usher.membership.channel.ChannelSettings;
import dev.usher.membership.channel.Channels;
import dev.usher.membership.channel.GrpcChannels;
import dev.usher.membership.channel.Identity;
import dev.usher.membership.contract.proto.Directive;
import dev.usher.membership.contract.proto.DirectorState;
import dev.usher.membership.contract.proto.Goodbye;
import dev.usher.membership.contract.proto.Heartbeat;
import dev.usher.membership.contract.proto.Hello;
import dev.usher.membership.contract.proto.Status;
import dev.usher.membership.contract.proto.Welcome;
import dev.usher.membership.time.Ticker;
import io.vertx.core.Vertx;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// 225 sidecars lose their gateway at the same moment and come back, while Agents send through its data plane.
@Tag("full")
class ChannelStormIT {

    private static final System.Logger LOG = System.getLogger(ChannelStormIT.class.getName());
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final int CLUSTERS = 15;
    private static final int SIZE = 15;

    @TempDir
    Path folder = Path.of("");

    private final Ticker ticker = Ticker.system();
    private final Set<String> connected = ConcurrentHashMap.newKeySet();
    private final AtomicInteger welcomes = new AtomicInteger();

    @Test
    void everybodyComesBackAndNoRequestFails() {
        var ports = new Ports();
        var certificate = new Certificates().issue(folder, "control", "127.0.0.1");
        var vertx = Vertx.vertx();
        var channels = new ArrayList<Channels>();
        int entrance = ports.one();
        int control = ports.one();
        try (var director = StubDirector.polite("director-0-0");
                var gateway = GatewayProcess.start(
                        folder, ports, "{ready_delay: 0s}", yaml(entrance, control, director.port()));
                var relay = Relay.to(control);
                var load = new SteadyLoad(entrance)) {
            gateway.ready();
            for (int number = 0; number < CLUSTERS * SIZE; number++) {
                var name = name(number / SIZE, number % SIZE);
                var key = gateway.office()
                        .post("/api/v1/directors/" + name + "/enrolment-key", "")
                        .json()
                        .getString("enrolment_key");
                var to = new ChannelSettings.Gateway("127.0.0.1", relay.port(), certificate.certificate());
                var one = GrpcChannels.open(
                        vertx, new ChannelSettings(name, List.of(to), key, folder.resolve(name)), new Listener(name));
                one.report(Hello.newBuilder()
                        .setDirector(name)
                        .setStatus(Status.newBuilder().setState(DirectorState.HEALTHY))
                        .build());
                channels.add(one);
            }
            all("enrolled and connected");
            load.during("before", () -> linger(Duration.ofSeconds(10)));

            long start = ticker.nanos();
            load.during("storm", () -> {
                relay.cut();
                Eventually.holds("the cut is noticed", LONG, () -> connected.size() < CLUSTERS * SIZE / 2);
                all("connected again");
            });
            LOG.log(
                    Level.INFO,
                    "{0} sidecars connected again {1} ms after the cut; {2}",
                    CLUSTERS * SIZE,
                    (ticker.nanos() - start) / 1_000_000,
                    load);

            assertThat(load.failures()).isEmpty();
            Eventually.holds(
                    "the gateway says so",
                    LONG,
                    () -> gateway.office().get("/api/v1/directors?limit=1000").json().getJsonArray("items").stream()
                                    .filter(item -> item.toString().contains("\"connection\":\"connected\""))
                                    .count()
                            == CLUSTERS * SIZE);
        } finally {
            channels.forEach(Channels::close);
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private void all(String what) {
        Eventually.holds("all " + what, LONG, () -> connected.size() == CLUSTERS * SIZE);
    }

    private void linger(Duration time) {
        long start = ticker.nanos();
        Eventually.holds("some time", LONG, () -> ticker.nanos() - start >= time.toNanos());
    }

    private static String name(int cluster, int number) {
        return "director-" + cluster + "-" + number;
    }

    /// Only one Director is there; the others are looked at once.
    private static String yaml(int entrance, int control, int director) {
        var yaml = new StringBuilder("""
                control:
                  address: 127.0.0.1:%d
                  tls: {cert_file: control.crt, key_file: control.key}
                store: {}
                listeners:
                  - {name: in, address: "127.0.0.1:%d", target: {cluster: cluster-0, service: http}}
                clusters:
                """.formatted(control, entrance));
        for (int cluster = 0; cluster < CLUSTERS; cluster++) {
            yaml.append("  - name: cluster-")
                    .append(cluster)
                    .append("\n    health: {check: tcp, interval: 5m}\n    directors:\n");
            for (int number = 0; number < SIZE; number++) {
                yaml.append("      - {name: %s, address: 127.0.%d.%d, port: 20001, services: {http: %d}}\n"
                        .formatted(
                                name(cluster, number),
                                number == 0 && cluster == 0 ? 0 : cluster + 1,
                                number + 1,
                                number == 0 && cluster == 0 ? director : 1));
            }
        }
        return yaml.toString();
    }

    private final class Listener implements ChannelListener {
        private final String name;

        Listener(String name) {
            this.name = name;
        }

        @Override
        public void enrolled(Identity identity) {}

        @Override
        public void connected(String gateway, Welcome welcome) {
            connected.add(name);
            welcomes.incrementAndGet();
        }

        @Override
        public void disconnected(String gateway) {
            connected.remove(name);
        }

        @Override
        public void directive(String gateway, Directive directive) {}

        @Override
        public void heartbeat(String gateway, Heartbeat heartbeat) {}

        @Override
        public void goodbye(String gateway, Goodbye goodbye) {}
    }
}
