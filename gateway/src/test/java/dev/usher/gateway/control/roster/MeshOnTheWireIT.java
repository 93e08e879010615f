package dev.usher.gateway.control.roster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.signal.ClusterRoster;
import dev.usher.membership.app.SidecarCluster;
import dev.usher.membership.app.SidecarCluster.Place;
import dev.usher.membership.app.SidecarCluster.Tls;
import dev.usher.membership.mesh.MeshPeer;
import dev.usher.membership.time.Eventually;
import dev.usher.membership.time.Ticker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three sidecars in a network namespace of their own, watched from outside of it: what is to be seen on the wire, and
/// what can be reached. Needs root, iproute2 and tshark.
@Tag("full")
class MeshOnTheWireIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String NAMESPACE =
            "ushermesh" + ProcessHandle.current().pid();
    private static final String OUTSIDE = "um" + ProcessHandle.current().pid() % 100_000 + "o";
    private static final String INSIDE = "um" + ProcessHandle.current().pid() % 100_000 + "i";
    private static final String THERE = "10.213.77.2";
    private static final int RECORD_MAX = 16_384 + 256;

    private final AtomicReference<@Nullable ClusterRoster> last = new AtomicReference<>();

    @TempDir
    private Path folder;

    @BeforeEach
    void makeNamespace() throws Exception {
        run("ip", "netns", "add", NAMESPACE);
        run("ip", "link", "add", OUTSIDE, "type", "veth", "peer", "name", INSIDE, "netns", NAMESPACE);
        run("ip", "addr", "add", "10.213.77.1/30", "dev", OUTSIDE);
        run("ip", "link", "set", OUTSIDE, "up");
        inside("ip", "addr", "add", THERE + "/30", "dev", INSIDE);
        inside("ip", "link", "set", INSIDE, "up");
        inside("ip", "link", "set", "lo", "up");
    }

    @AfterEach
    void removeNamespace() throws Exception {
        run("ip", "netns", "del", NAMESPACE);
    }

    @Test
    void nothingButTlsOnNothingButTheCoordinationPorts() throws Exception {
        var capture = folder.resolve("mesh.pcap");
        var place = new Place(List.of("ip", "netns", "exec", NAMESPACE), THERE);
        try (var cluster = SidecarCluster.prepare(folder, "wire-it", Tls.ISSUED, place);
                var watch = new RosterWatch(
                        new RosterTarget(new ClusterName("wire-it"), cluster.peers(), cluster.gateway()),
                        Ticker.system(),
                        last::set)) {
            var tshark = start(
                    "ip",
                    "netns",
                    "exec",
                    NAMESPACE,
                    "tshark",
                    "-q",
                    "-i",
                    "any",
                    "-f",
                    filter(cluster),
                    "-w",
                    capture.toString());
            Eventually.holds("the capture runs", LIMIT, () -> Files.exists(capture));
            for (int number = 1; number <= 3; number++) {
                cluster.start(number);
            }
            watch.start();
            Eventually.holds("three of them are heard", LIMIT, this::threeWords);

            assertThat(reachable()).isEqualTo(ports(cluster));

            tshark.destroy();
            assertThat(tshark.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(protocols(capture)).contains("usher-member/1", "usher-client/1");
        var streams = streams(capture);
        assertThat(streams).hasSizeGreaterThan(6);
        streams.forEach((stream, bytes) -> assertTls(stream, bytes));
    }

    private boolean threeWords() {
        var roster = last.get();
        return roster != null && roster.members() == 3 && roster.words().size() == 3;
    }

    private static String filter(SidecarCluster cluster) {
        return String.join(
                " or ", ports(cluster).stream().map(port -> "tcp port " + port).toList());
    }

    private static Set<Integer> ports(SidecarCluster cluster) {
        var ports = new TreeSet<Integer>();
        cluster.peers().stream().map(MeshPeer::port).forEach(ports::add);
        return ports;
    }

    /// Of all ports that anybody listens on in there, those that can be reached from here.
    private static Set<Integer> reachable() throws Exception {
        var reachable = new TreeSet<Integer>();
        var listening = inside("ss", "-ltnH")
                .lines()
                .map(line -> line.strip().split("\\s+", -1)[3])
                .map(address -> Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)))
                .distinct()
                .toList();
        assertThat(listening).hasSizeGreaterThan(4);
        for (int port : listening) {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(THERE, port), 2_000);
                reachable.add(port);
            } catch (IOException _) {
                // As it should be, but for the coordination ports.
            }
        }
        return reachable;
    }

    private static List<String> protocols(Path capture) throws Exception {
        return run(
                        "tshark",
                        "-r",
                        capture.toString(),
                        "-Y",
                        "tls.handshake.type == 1",
                        "-T",
                        "fields",
                        "-e",
                        "tls.handshake.extensions_alpn_str")
                .lines()
                .distinct()
                .toList();
    }

    /// What went either way of each connection, in order; what was captured twice or sent again counts once.
    private static Map<String, ByteArrayOutputStream> streams(Path capture) throws Exception {
        var streams = new TreeMap<String, ByteArrayOutputStream>();
        var lines = run(
                "tshark",
                "-r",
                capture.toString(),
                "-o",
                "tcp.relative_sequence_numbers:TRUE",
                "-Y",
                "tcp.len > 0",
                "-T",
                "fields",
                "-e",
                "tcp.stream",
                "-e",
                "tcp.srcport",
                "-e",
                "tcp.seq",
                "-e",
                "tcp.payload");
        for (var line : lines.lines().toList()) {
            var fields = line.split("\t", -1);
            var bytes = streams.computeIfAbsent(fields[0] + " from " + fields[1], _ -> new ByteArrayOutputStream());
            if (Long.parseLong(fields[2]) == bytes.size() + 1L) {
                bytes.writeBytes(HexFormat.of().parseHex(fields[3]));
            }
        }
        return streams;
    }

    /// Nothing but TLS records, one after the other; the last one may be cut.
    private static void assertTls(String stream, ByteArrayOutputStream captured) {
        var bytes = captured.toByteArray();
        for (int at = 0; at + 5 <= bytes.length; ) {
            int length = (bytes[at + 3] & 0xff) << 8 | bytes[at + 4] & 0xff;
            assertThat(bytes[at]).as("%s at %d: type of a record", stream, at).isBetween((byte) 20, (byte) 23);
            assertThat(bytes[at + 1]).as("%s at %d: version", stream, at).isEqualTo((byte) 3);
            assertThat(length).as("%s at %d: length", stream, at).isBetween(1, RECORD_MAX);
            at += 5 + length;
        }
    }

    private static String inside(String... command) throws Exception {
        var whole = new ArrayList<>(List.of("ip", "netns", "exec", NAMESPACE));
        whole.addAll(List.of(command));
        return run(whole.toArray(String[]::new));
    }

    private static Process start(String... command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static String run(String... command) throws Exception {
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
        return told;
    }
}
