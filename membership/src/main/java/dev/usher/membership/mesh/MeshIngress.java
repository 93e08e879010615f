package dev.usher.membership.mesh;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The way in: the only port that others see. Whoever shows a certificate of the cluster is led to Hazelcast, a sidecar
/// to where it takes members and a gateway to where it takes clients. *Thread-safe: confined connections, atomic
/// counts.*
final class MeshIngress {

    /// Connections at once: two for each of 14 other sidecars, and some for each of many gateways.
    static final int CONNECTIONS_MAX = 256;

    /// Of them, those that have not yet said who they are.
    static final int HANDSHAKES_MAX = 64;

    private static final Logger LOG = System.getLogger(MeshIngress.class.getName());
    private static final int CONNECT_MILLIS = 1_000;

    private final Doors doors;
    private final MeshTls tls;
    private final MeshCounts counts;
    private final Set<String> directors;
    private final InetSocketAddress members;
    private final InetSocketAddress clients;
    private final Places connections = new Places(CONNECTIONS_MAX);
    private final Places handshakes = new Places(HANDSHAKES_MAX);

    /// @param directors who may come as a sidecar
    /// @param inner where Hazelcast itself listens
    MeshIngress(Doors doors, MeshTls tls, MeshCounts counts, Set<String> directors, Inner inner) {
        this.doors = doors;
        this.tls = tls;
        this.counts = counts;
        this.directors = directors;
        this.members = new InetSocketAddress(inner.address, inner.ports.members());
        this.clients = new InetSocketAddress(inner.address, inner.ports.clients());
    }

    record Inner(InetAddress address, MeshPorts ports) {}

    void listen(InetAddress address, int port) throws IOException {
        doors.listen("mesh-in", address, port, this::visit);
    }

    private void visit(Socket socket) {
        if (!connections.take()) {
            refuse(socket, CONNECTIONS_MAX + " connections at once");
        } else if (!handshakes.take()) {
            connections.leave();
            refuse(socket, HANDSHAKES_MAX + " handshakes at once");
        } else {
            Thread.ofVirtual().name("mesh-in").start(() -> {
                try {
                    serve(socket);
                } finally {
                    connections.leave();
                }
            });
        }
    }

    private void refuse(Socket socket, String expected) {
        counts.refused(Refusal.LIMIT, from(socket), "one more (expected: at most " + expected + ")");
        doors.end(socket);
    }

    private void serve(Socket socket) {
        try {
            var secured = secure(socket);
            if (secured != null) {
                carry(socket, secured);
            }
        } catch (MeshRefused e) {
            counts.refused(e.reason(), from(socket), e.why());
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "mesh: {0} went, or Hazelcast is not there: {1}", from(socket), MeshTls.words(e));
        } finally {
            doors.end(socket);
        }
    }

    private MeshTls.@Nullable Secured secure(Socket socket) throws IOException {
        try {
            var secured = tls.accept(socket);
            if (secured != null) {
                checkRole(secured);
            }
            return secured;
        } finally {
            handshakes.leave();
        }
    }

    private void checkRole(MeshTls.Secured secured) throws MeshRefused {
        var name = secured.name();
        if (name == null || (name.role() == MeshName.Role.GATEWAY && secured.protocol() == MeshProtocol.CLIENT)) {
            return;
        }
        // A certificate outlives the configuration that its Director was part of.
        if (name.role() != MeshName.Role.DIRECTOR || !directors.contains(name.name())) {
            throw new MeshRefused(
                    Refusal.WRONG_NAME,
                    name.uri() + " by " + secured.protocol().alpn() + " (expected: one of the configured Directors)");
        }
    }

    private void carry(Socket socket, MeshTls.Secured secured) throws IOException {
        var inner = switch (secured.protocol()) {
            case MEMBER -> members;
            case CLIENT -> clients;
        };
        var local = doors.connect(inner, CONNECT_MILLIS);
        var tunnel = doors.tunnel(socket, secured.socket(), local);
        try {
            tunnel.run(e -> LOG.log(Level.DEBUG, "mesh: {0}: {1}", from(socket), MeshTls.words(e)));
        } finally {
            doors.end(tunnel);
            doors.end(local);
        }
    }

    private static String from(Socket socket) {
        return String.valueOf(socket.getRemoteSocketAddress());
    }
}
