package dev.usher.membership.mesh;

import dev.usher.membership.time.Ticker;
import dev.usher.membership.time.Timers;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Collectors;

/// One party's place in the mesh of one cluster: ways out to the sidecars, and for a sidecar a way in. Opened before
/// Hazelcast and closed after it.
///
/// Hazelcast knows sidecars by names that are the same everywhere ([#host]); each process leads them to its own ways
/// out. *Thread-safe:* made once, closed once.
public final class Mesh implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Mesh.class.getName());
    private static final Duration EXPIRY_CHECK = Duration.ofHours(12);
    private static final Duration EXPIRY_WARNING = Duration.ofDays(14);

    private final Party party;
    private final MeshPorts ports;
    private final Ticker ticker;
    private final MeshCounts counts;
    private final MeshTls tls;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("mesh-timer").factory());
    private final Doors doors;
    private final Map<String, InetAddress> names = new HashMap<>();

    /// Who opens a mesh, and with whom.
    ///
    /// @param self how it calls itself; a sidecar by its Director's name
    /// @param directors all of the cluster
    public record Party(String cluster, String self, MeshKeys keys, List<MeshPeer> directors) {
        public Party {
            directors = List.copyOf(directors);
        }
    }

    private Mesh(Party party, MeshPorts ports, MeshCounts counts, Ticker ticker) {
        this.party = party;
        this.ports = ports;
        this.ticker = ticker;
        this.counts = counts;
        var timers = Timers.on(timer);
        this.tls = new MeshTls(party.keys, new MeshTrust(party.cluster, party.keys, ticker), timers);
        this.doors = new Doors(ticker, timers);
        warnOfExpiry();
        timers.every(EXPIRY_CHECK, this::warnOfExpiry);
    }

    /// Of a sidecar, which others reach at `bind`. Its own name leads to where its Hazelcast is to listen.
    ///
    /// @param bind the address of this machine that its Director is configured with
    /// @throws IOException when the port is taken
    public static Mesh ofSidecar(Party party, InetAddress bind, MeshPorts ports, MeshCounts counts, Ticker ticker)
            throws IOException {
        var mesh = new Mesh(party, ports, counts, ticker);
        try {
            mesh.openIngress(bind);
            mesh.openEgress(MeshProtocol.MEMBER, ports.members());
            return mesh;
        } catch (IOException e) {
            mesh.close();
            throw e;
        }
    }

    /// Of a gateway, which only has ways out.
    public static Mesh ofGateway(Party party, MeshPorts ports, MeshCounts counts, Ticker ticker) throws IOException {
        var mesh = new Mesh(party, ports, counts, ticker);
        try {
            mesh.openEgress(MeshProtocol.CLIENT, ports.clients());
            return mesh;
        } catch (IOException e) {
            mesh.close();
            throw e;
        }
    }

    /// The name under which Hazelcast knows the sidecar of `director`, here and everywhere.
    public static String host(String cluster, String director) {
        return MeshHosts.name(cluster, director);
    }

    /// Where the own name leads to.
    public InetAddress inner() {
        return way(party.self);
    }

    /// Where `director` is reached from here.
    InetAddress way(String director) {
        var address = names.get(director);
        if (address == null) {
            throw new IllegalArgumentException(director + " (expected: one of the Directors)");
        }
        return address;
    }

    /// How many sockets are open through it now.
    int open() {
        return doors.open();
    }

    @Override
    public synchronized void close() {
        doors.close();
        names.forEach((director, address) -> MeshHosts.giveBack(host(party.cluster, director), address));
        names.clear();
        timer.shutdownNow();
    }

    private void openIngress(InetAddress bind) throws IOException {
        var own = party.directors.stream()
                .filter(each -> each.name().equals(party.self))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(party.self + " (expected: one of the Directors)"));
        var inner = Loopback.take(purpose("inner", party.self), address -> {
            Loopback.check(address, ports.members());
            Loopback.check(address, ports.clients());
        });
        take(party.self, inner);
        var directors = party.directors.stream().map(MeshPeer::name).collect(Collectors.toUnmodifiableSet());
        var ingress = new MeshIngress(doors, tls, counts, directors, new MeshIngress.Inner(inner, ports));
        ingress.listen(bind, own.port());
    }

    private void openEgress(MeshProtocol protocol, int port) throws IOException {
        for (var peer : party.directors) {
            if (!names.containsKey(peer.name())) {
                var egress = new MeshEgress(doors, tls, counts, peer, protocol);
                var address = Loopback.take(
                        purpose(protocol.alpn(), peer.name()), candidate -> egress.listen(candidate, port));
                take(peer.name(), address);
            }
        }
    }

    private void take(String director, InetAddress address) {
        names.put(director, address);
        MeshHosts.take(host(party.cluster, director), address);
    }

    private String purpose(String kind, String director) {
        return String.join("/", kind, party.cluster, party.self, director);
    }

    /// Others would refuse us from then on, and tell us nothing but that.
    private void warnOfExpiry() {
        var end = party.keys.chain().getFirst().getNotAfter().toInstant();
        if (end.isBefore(Instant.ofEpochMilli(ticker.epochMillis()).plus(EXPIRY_WARNING))) {
            LOG.log(
                    Level.WARNING,
                    "mesh of {0}: our certificate ends at {1}: others refuse us from then on",
                    party.cluster,
                    end);
        }
    }
}
