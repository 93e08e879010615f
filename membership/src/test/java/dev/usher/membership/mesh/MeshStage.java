package dev.usher.membership.mesh;

import dev.usher.membership.time.Eventually;
import dev.usher.membership.time.FreePorts;
import dev.usher.membership.time.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A place for parties of one mesh to meet, over real sockets of this machine. *Confined to one thread.*
abstract class MeshStage {

    static final Ticker TICKER = Ticker.system();
    static final Duration SOON = Duration.ofSeconds(20);
    static final MeshPorts PORTS = new MeshPorts(15_701, 15_801);
    static final AtomicInteger CLUSTERS = new AtomicInteger();
    static final Instant PAST = Instant.parse("2020-01-01T00:00:00Z");
    static final Instant FUTURE = Instant.parse("2099-01-01T00:00:00Z");
    static final Instant END = Instant.parse("2100-01-01T00:00:00Z");

    final String cluster = "It_" + CLUSTERS.incrementAndGet();
    final MeshAuthority authority = new MeshAuthority();
    final List<AutoCloseable> open = new ArrayList<>();
    final MeshCounts counts = new MeshCounts(cluster, TICKER);
    List<MeshPeer> peers = List.of();

    @BeforeEach
    void choosePorts() {
        peers = List.of(
                new MeshPeer("director-1", "127.0.0.1", freePort()),
                new MeshPeer("director-2", "127.0.0.1", freePort()));
    }

    @AfterEach
    void close() throws Exception {
        for (var each : open.reversed()) {
            each.close();
        }
    }

    final List<Neighbour> neighbours = new ArrayList<>();

    Mesh sidecar(String director) throws IOException {
        var mesh = sidecar(director, authority.director(cluster, director));
        open.add(mesh);
        for (var letter : List.of("m", "c")) {
            var port = letter.equals("m") ? PORTS.members() : PORTS.clients();
            var neighbour = new Neighbour(mesh.inner(), port, letter);
            neighbours.add(neighbour);
            open.add(neighbour);
        }
        return mesh;
    }

    Mesh sidecar(String director, MeshKeys keys) throws IOException {
        return Mesh.ofSidecar(new Mesh.Party(cluster, director, keys, peers), Stranger.HOME, PORTS, counts, TICKER);
    }

    Mesh gateway() throws IOException {
        return gateway(authority.gateway(cluster, "gateway-1"), authority.certificate());
    }

    Mesh gateway(MeshKeys shown, X509Certificate trusted) throws IOException {
        var keys = MeshKeys.issued(shown.chain(), shown.key(), trusted);
        var mesh = Mesh.ofGateway(new Mesh.Party(cluster, "gateway-1", keys, peers), PORTS, counts, TICKER);
        open.add(mesh);
        return mesh;
    }

    long refused() {
        long all = 0;
        for (var reason : Refusal.values()) {
            all += counts.of(reason);
        }
        return all;
    }

    static String conversation(InetAddress address, int port) throws IOException {
        try (var socket = Stranger.plain(address, port)) {
            socket.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(6), StandardCharsets.US_ASCII);
        }
    }

    /// Whether nothing more comes: the other end closed it, in good order or not.
    static boolean ends(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException _) {
            return false;
        } catch (IOException _) {
            return true;
        }
    }

    static void nothingIsOpen(Mesh... meshes) {
        for (var mesh : meshes) {
            Eventually.holds("no socket is open", SOON, () -> mesh.open() == 0);
        }
    }

    static int freePort() {
        return FreePorts.row(1);
    }
}
