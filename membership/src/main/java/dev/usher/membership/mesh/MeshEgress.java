package dev.usher.membership.mesh;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/// The way out to one peer: what connects to its loopback address is carried to the peer, if the peer is there and is
/// the one that it should be. *Thread-safe: confined connections, atomic counts.*
final class MeshEgress {

    /// Hazelcast opens one connection with each peer, and tries again after it was cut.
    static final int CONNECTIONS_MAX = 16;

    private static final Logger LOG = System.getLogger(MeshEgress.class.getName());
    private static final int CONNECT_MILLIS = 1_500;

    private final Doors doors;
    private final MeshTls tls;
    private final MeshCounts counts;
    private final MeshPeer peer;
    private final MeshProtocol protocol;
    private final PeerAddress address;
    private final Places connections = new Places(CONNECTIONS_MAX);

    MeshEgress(Doors doors, MeshTls tls, MeshCounts counts, MeshPeer peer, MeshProtocol protocol) {
        this.doors = doors;
        this.tls = tls;
        this.counts = counts;
        this.peer = peer;
        this.protocol = protocol;
        this.address = new PeerAddress(peer.address());
    }

    void listen(InetAddress address, int port) throws IOException {
        doors.listen("mesh-out", address, port, this::visit);
    }

    private void visit(Socket local) {
        if (!connections.take()) {
            counts.refused(
                    Refusal.LIMIT,
                    peer.name(),
                    "one more connection (expected: at most " + CONNECTIONS_MAX + " connections at once)");
            doors.end(local);
            return;
        }
        Thread.ofVirtual().name("mesh-out").start(() -> {
            try {
                carry(local);
            } finally {
                doors.end(local);
                connections.leave();
            }
        });
    }

    private void carry(Socket local) {
        Socket remote = null;
        try {
            var to = new InetSocketAddress(address.resolve(CONNECT_MILLIS), peer.port());
            remote = doors.connect(to, CONNECT_MILLIS);
            var secured = tls.dialled(remote, protocol);
            checkName(secured);
            var tunnel = doors.tunnel(remote, secured.socket(), local);
            try {
                tunnel.run(this::ended);
            } finally {
                doors.end(tunnel);
            }
        } catch (MeshRefused e) {
            counts.refused(e.reason(), peer.name(), e.why());
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "mesh: {0} cannot be reached: {1}", peer.name(), MeshTls.words(e));
        } finally {
            doors.end(remote);
        }
    }

    private void checkName(MeshTls.Secured secured) throws MeshRefused {
        var name = secured.name();
        if (name != null
                && (name.role() != MeshName.Role.DIRECTOR || !name.name().equals(peer.name()))) {
            throw new MeshRefused(Refusal.WRONG_NAME, name.uri() + " (expected: the Director " + peer.name() + ")");
        }
    }

    /// With TLS 1.3 the one who dials learns of its refusal after its own handshake.
    private void ended(IOException failure) {
        if (MeshTls.refusedUs(failure)) {
            counts.refused(Refusal.REFUSED_US, peer.name(), MeshTls.words(failure));
        } else {
            LOG.log(Level.DEBUG, "mesh: {0}: {1}", peer.name(), MeshTls.words(failure));
        }
    }
}
