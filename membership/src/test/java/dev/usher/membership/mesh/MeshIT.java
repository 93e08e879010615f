package dev.usher.membership.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.membership.time.Eventually;
import dev.usher.membership.time.Ticker;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeshIT {

    private static final Ticker TICKER = Ticker.system();
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final MeshPorts PORTS = new MeshPorts(15_701, 15_801);
    private static final AtomicInteger CLUSTERS = new AtomicInteger();
    private static final Instant PAST = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant FUTURE = Instant.parse("2099-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2100-01-01T00:00:00Z");

    private final String cluster = "It_" + CLUSTERS.incrementAndGet();
    private final MeshAuthority authority = new MeshAuthority();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final MeshCounts counts = new MeshCounts(cluster, TICKER);
    private List<MeshPeer> peers = List.of();

    @BeforeEach
    void choosePorts() throws IOException {
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

    @Test
    void sidecarsAndGatewaysReachHazelcastByTheirOwnDoors() throws IOException {
        sidecar("director-1");
        var other = sidecar("director-2");
        var gateway = gateway();

        assertThat(conversation(other.way("director-1"), PORTS.members())).isEqualTo("mhello");
        assertThat(conversation(gateway.way("director-1"), PORTS.clients())).isEqualTo("chello");
        assertThat(conversation(gateway.way("director-2"), PORTS.clients())).isEqualTo("chello");
    }

    @Test
    void namesLeadToWhereTheyShould() throws IOException {
        var one = sidecar("director-1");
        assertThat(InetAddress.getByName(Mesh.host(cluster, "director-1"))).isEqualTo(one.inner());
        assertThat(InetAddress.getByName(Mesh.host(cluster, "director-2"))).isEqualTo(one.way("director-2"));
        assertThat(one.inner().isLoopbackAddress()).isTrue();

        assertThatThrownBy(() -> InetAddress.getByName(Mesh.host(cluster, "director-3")))
                .hasMessageContaining("mesh.usher.invalid");
        assertThat(InetAddress.getByName("localhost").isLoopbackAddress()).isTrue();
    }

    @Test
    void sharedKeysOfEitherKindCarryToo() throws IOException {
        for (var algorithm : List.of("EC", "RSA")) {
            var keys = MeshAuthority.selfSigned("CN=cluster", algorithm);
            try (var one = sidecar("director-1", keys);
                    var _ = new Neighbour(one.inner(), PORTS.members(), "m");
                    var two = sidecar("director-2", keys)) {
                assertThat(conversation(two.way("director-1"), PORTS.members())).isEqualTo("mhello");
            }
        }
        assertThat(refused()).isZero();
    }

    @Test
    void manyMegabytesArriveWhole() throws Exception {
        sidecar("director-1");
        var way = sidecar("director-2").way("director-1");
        var sent = new byte[8 << 20];
        new Random(7).nextBytes(sent);

        try (var socket = Stranger.plain(way, PORTS.members())) {
            var writer = Thread.ofVirtual().start(() -> {
                try {
                    socket.getOutputStream().write(sent);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            assertThat(socket.getInputStream().read()).isEqualTo('m');
            assertThat(socket.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
            writer.join();
        }
    }

    @Test
    void bothHalvesEndWhenHazelcastDies() throws IOException {
        var one = sidecar("director-1");
        var two = sidecar("director-2");
        var neighbour = neighbours.getFirst();
        try (var socket = Stranger.plain(two.way("director-1"), PORTS.members())) {
            assertThat(socket.getInputStream().read()).isEqualTo('m');

            neighbour.vanish();

            assertThat(ends(socket)).isTrue();
        }
        nothingIsOpen(one, two);
    }

    @Test
    void bothHalvesEndWhenTheOneWhoDialledGoes() throws IOException {
        var one = sidecar("director-1");
        var two = sidecar("director-2");
        var socket = Stranger.plain(two.way("director-1"), PORTS.members());
        assertThat(socket.getInputStream().read()).isEqualTo('m');
        assertThat(neighbours.getFirst().open()).isEqualTo(1);

        socket.close();

        nothingIsOpen(one, two);
        Eventually.holds(
                "Hazelcast's side is closed", SOON, () -> neighbours.getFirst().open() == 0);
    }

    @Test
    void aHalfCloseEndsAll() throws IOException {
        var one = sidecar("director-1");
        var two = sidecar("director-2");
        try (var socket = Stranger.plain(two.way("director-1"), PORTS.members())) {
            assertThat(socket.getInputStream().read()).isEqualTo('m');

            socket.shutdownOutput();

            assertThat(ends(socket)).isTrue();
            nothingIsOpen(one, two);
        }
    }

    @Test
    void aDeadPeerIsAClosedConnectionAtOnce() throws IOException {
        var two = sidecar("director-2");

        try (var socket = Stranger.plain(two.way("director-1"), PORTS.members())) {
            assertThat(ends(socket)).isTrue();
        }
        assertThat(refused()).isZero();
    }

    @Test
    void aClosedMeshLeavesNothingBehind() throws Exception {
        var one = sidecar("director-1");
        var two = sidecar("director-2");
        var socket = Stranger.plain(two.way("director-1"), PORTS.members());
        assertThat(socket.getInputStream().read()).isEqualTo('m');
        var way = two.way("director-1");

        two.close();

        assertThat(ends(socket)).isTrue();
        nothingIsOpen(one);
        assertThatThrownBy(() -> new Socket(way, PORTS.members())).isInstanceOf(IOException.class);
    }

    @Test
    void aTakenPortIsTold() throws IOException {
        try (var _ = new ServerSocket(peers.getFirst().port(), 1, Stranger.HOME)) {
            assertThatThrownBy(() -> sidecar("director-1")).isInstanceOf(BindException.class);
        }
    }

    @Test
    void twoOfTheSameNameStandBesideEachOther() throws IOException {
        var first = gateway();
        var second = gateway();

        assertThat(second.way("director-1")).isNotEqualTo(first.way("director-1"));
    }

    // ---- Who is not let in.

    @Test
    void refusesWhoShowsNothing() throws IOException {
        refusesAtTheDoor(new Stranger(null, MeshProtocol.MEMBER), Refusal.NO_CERTIFICATE);
    }

    @Test
    void refusesAnotherAuthority() throws IOException {
        var other = new MeshAuthority().director(cluster, "director-2");
        refusesAtTheDoor(new Stranger(other, MeshProtocol.MEMBER), Refusal.UNTRUSTED);
    }

    @Test
    void refusesTheSameSubjectWithAnotherKey() throws IOException {
        var own = MeshAuthority.selfSigned("CN=cluster", "EC");
        var other = MeshAuthority.selfSigned("CN=cluster", "EC");
        refusesAtTheDoor(new Stranger(other, MeshProtocol.MEMBER), Refusal.UNTRUSTED, own);
    }

    @Test
    void refusesWhatHasExpired() throws IOException {
        refusesAtTheDoor(new Stranger(issued(PAST, PAST.plusSeconds(9)), MeshProtocol.MEMBER), Refusal.EXPIRED);
    }

    @Test
    void refusesWhatIsNotValidYet() throws IOException {
        refusesAtTheDoor(new Stranger(issued(FUTURE, END), MeshProtocol.MEMBER), Refusal.EXPIRED);
    }

    @Test
    void refusesTheSharedKeyInAnExpiredCertificate() throws IOException {
        var pair = MeshAuthority.keyPair("EC");
        var own = MeshAuthority.selfSigned("CN=cluster", pair, PAST, END);
        var old = MeshAuthority.selfSigned("CN=cluster", pair, PAST, PAST.plusSeconds(9));
        refusesAtTheDoor(new Stranger(old, MeshProtocol.MEMBER), Refusal.EXPIRED, own);
    }

    @Test
    void refusesOtherClusters() throws IOException {
        var other = authority.director("elsewhere", "director-2");
        refusesAtTheDoor(new Stranger(other, MeshProtocol.MEMBER), Refusal.WRONG_NAME);
        refusesAtTheDoor(new Stranger(other, MeshProtocol.CLIENT), Refusal.WRONG_NAME);
    }

    @Test
    void refusesDirectorsThatAreNotConfigured() throws IOException {
        var other = authority.director(cluster, "director-9");
        refusesAtTheDoor(new Stranger(other, MeshProtocol.MEMBER), Refusal.WRONG_NAME);
    }

    @Test
    void refusesGatewaysAsMembers() throws IOException {
        var other = authority.gateway(cluster, "gateway-1");
        refusesAtTheDoor(new Stranger(other, MeshProtocol.MEMBER), Refusal.WRONG_NAME);
    }

    @Test
    void refusesCertificatesThatNameNobody() throws IOException {
        refusesAtTheDoor(new Stranger(authority.issue(PAST, END), MeshProtocol.CLIENT), Refusal.WRONG_NAME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HZC", "GET / HTTP/1.1\r\n\r\n", "\0\0\0\0"})
    void refusesPlaintext(String knock) throws IOException {
        var one = sidecar("director-1");
        try (var socket = Stranger.plain(Stranger.HOME, peers.getFirst().port())) {
            socket.getOutputStream().write(knock.getBytes(StandardCharsets.US_ASCII));

            assertThat(ends(socket)).isTrue();
        }
        nothingIsOpen(one);
        assertThat(counts.of(Refusal.PLAINTEXT)).isEqualTo(1);
    }

    @Test
    void refusesOtherProtocolsAndNone() throws IOException {
        var good = authority.director(cluster, "director-2");
        refusesAtTheDoor(new Stranger(good, "TLSv1.3", List.of("h2")), Refusal.ALPN);
        refusesAtTheDoor(new Stranger(good, "TLSv1.3", List.of()), Refusal.ALPN);
    }

    @Test
    void refusesOldTls() throws IOException {
        var good = authority.director(cluster, "director-2");
        refusesAtTheDoor(new Stranger(good, "TLSv1.2", List.of(MeshProtocol.MEMBER.alpn())), Refusal.TLS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\u0016", "\u0016\u0003\u0001\0"})
    void refusesWhoNeverComesToAnEnd(String beginning) throws IOException {
        var one = sidecar("director-1");
        try (var socket = Stranger.plain(Stranger.HOME, peers.getFirst().port())) {
            socket.getOutputStream().write(beginning.getBytes(StandardCharsets.ISO_8859_1));

            assertThat(ends(socket)).isTrue();
        }
        nothingIsOpen(one);
        assertThat(counts.of(Refusal.TIMEOUT)).isEqualTo(1);
    }

    @Test
    void whoOnlyLooksWhetherThePortIsOpenIsNoStranger() throws IOException {
        var one = sidecar("director-1");

        Stranger.plain(Stranger.HOME, peers.getFirst().port()).close();

        nothingIsOpen(one);
        assertThat(refused()).isZero();
    }

    @Test
    void oneMoreThanThereIsRoomForIsClosed() throws IOException {
        var one = sidecar("director-1");
        var idle = new ArrayList<Socket>();
        for (int number = 0; number <= MeshIngress.HANDSHAKES_MAX; number++) {
            idle.add(Stranger.plain(Stranger.HOME, peers.getFirst().port()));
        }

        Eventually.holds("one is refused", SOON, () -> counts.of(Refusal.LIMIT) > 0);

        idle.forEach(Tunnel::close);
        nothingIsOpen(one);
        assertThat(new Stranger(authority.director(cluster, "director-2"), MeshProtocol.MEMBER)
                        .knock(Stranger.HOME, peers.getFirst().port()))
                .isEqualTo("mhell");
    }

    // ---- Whom it does not speak with when it dials.

    @Test
    void leavesWhoShowsAnotherAuthority() throws IOException {
        var other = new MeshAuthority().director(cluster, "director-1");
        leavesWhomItDialled(new Stranger(other, MeshProtocol.MEMBER), Refusal.UNTRUSTED);
    }

    @Test
    void leavesWhoHasExpired() throws IOException {
        var old = authority.issue(PAST, PAST.plusSeconds(9), uri("director-1"));
        leavesWhomItDialled(new Stranger(old, MeshProtocol.MEMBER), Refusal.EXPIRED);
    }

    @Test
    void leavesAnotherDirector() throws IOException {
        var other = authority.director(cluster, "director-2");
        leavesWhomItDialled(new Stranger(other, MeshProtocol.MEMBER), Refusal.WRONG_NAME);
    }

    @Test
    void leavesAGatewayOfThatName() throws IOException {
        var other = authority.gateway(cluster, "director-1");
        leavesWhomItDialled(new Stranger(other, MeshProtocol.MEMBER), Refusal.WRONG_NAME);
    }

    @Test
    void leavesWhoAgreesToNoProtocol() throws IOException {
        var good = authority.director(cluster, "director-1");
        leavesWhomItDialled(new Stranger(good, "TLSv1.3", List.of()), Refusal.ALPN);
    }

    @Test
    void leavesWhoSpeaksOldTls() throws IOException {
        var good = authority.director(cluster, "director-1");
        leavesWhomItDialled(new Stranger(good, "TLSv1.2", List.of(MeshProtocol.MEMBER.alpn())), Refusal.REFUSED_US);
    }

    @Test
    void leavesWhoAnswersInPlaintext() throws IOException {
        leavesWhomItDialled("HTTP/1.1 400 Bad Request\r\n\r\n", Refusal.PLAINTEXT);
    }

    @Test
    void leavesWhoNeverAnswers() throws IOException {
        leavesWhomItDialled("", Refusal.TIMEOUT);
    }

    @Test
    void knowsThatItWasRefusedItself() throws IOException {
        sidecar("director-1");
        var gateway = gateway(new MeshAuthority().gateway(cluster, "gateway-1"), authority.certificate());

        try (var socket = Stranger.plain(gateway.way("director-1"), PORTS.clients())) {
            assertThat(ends(socket)).isTrue();
        }
        Eventually.holds("both know", SOON, () -> counts.of(Refusal.REFUSED_US) == 1);
        assertThat(counts.of(Refusal.UNTRUSTED)).isEqualTo(1);
    }

    // ---- How it is done.

    private final List<Neighbour> neighbours = new ArrayList<>();

    private Mesh sidecar(String director) throws IOException {
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

    private Mesh sidecar(String director, MeshKeys keys) throws IOException {
        return Mesh.ofSidecar(new Mesh.Party(cluster, director, keys, peers), Stranger.HOME, PORTS, counts, TICKER);
    }

    private Mesh gateway() throws IOException {
        return gateway(authority.gateway(cluster, "gateway-1"), authority.certificate());
    }

    private Mesh gateway(MeshKeys shown, X509Certificate trusted) throws IOException {
        var keys = MeshKeys.issued(shown.chain(), shown.key(), trusted);
        var mesh = Mesh.ofGateway(new Mesh.Party(cluster, "gateway-1", keys, peers), PORTS, counts, TICKER);
        open.add(mesh);
        return mesh;
    }

    private void refusesAtTheDoor(Stranger stranger, Refusal reason) throws IOException {
        refusesAtTheDoor(stranger, reason, authority.director(cluster, "director-1"));
    }

    private void refusesAtTheDoor(Stranger stranger, Refusal reason, MeshKeys own) throws IOException {
        var before = counts.of(reason);
        var refusedBefore = refused();
        try (var mesh = sidecar("director-1", own);
                var members = new Neighbour(mesh.inner(), PORTS.members(), "m");
                var clients = new Neighbour(mesh.inner(), PORTS.clients(), "c")) {
            assertThat(stranger.knock(Stranger.HOME, peers.getFirst().port())).isEmpty();

            Eventually.holds("it is counted", SOON, () -> counts.of(reason) == before + 1);
            nothingIsOpen(mesh);
            assertThat(refused()).isEqualTo(refusedBefore + 1);
            assertThat(members.open() + clients.open()).isZero();
        }
    }

    private void leavesWhomItDialled(Stranger stranger, Refusal reason) throws IOException {
        try (var listener = new ServerSocket(peers.getFirst().port(), 1, Stranger.HOME)) {
            var met = stranger.listen(listener);
            leaves(reason);
            assertThat(met.join()).isNotNull();
        }
    }

    private void leavesWhomItDialled(String answer, Refusal reason) throws IOException {
        try (var listener = new ServerSocket(peers.getFirst().port(), 1, Stranger.HOME)) {
            Thread.ofVirtual().start(() -> {
                try (var socket = listener.accept()) {
                    socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                    socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                } catch (IOException _) {
                    // Cut, as it should be.
                }
            });
            leaves(reason);
        }
    }

    private void leaves(Refusal reason) throws IOException {
        var mesh = sidecar("director-2", authority.director(cluster, "director-2"));
        open.add(mesh);
        try (var socket = Stranger.plain(mesh.way("director-1"), PORTS.members())) {
            assertThat(ends(socket)).isTrue();
        }
        Eventually.holds("it is counted", SOON, () -> counts.of(reason) == 1);
        nothingIsOpen(mesh);
        assertThat(refused()).isEqualTo(1);
    }

    private MeshKeys issued(Instant notBefore, Instant notAfter) {
        return authority.issue(notBefore, notAfter, uri("director-2"));
    }

    private String uri(String director) {
        return new MeshName(cluster, MeshName.Role.DIRECTOR, director).uri();
    }

    private long refused() {
        long all = 0;
        for (var reason : Refusal.values()) {
            all += counts.of(reason);
        }
        return all;
    }

    private static String conversation(InetAddress address, int port) throws IOException {
        try (var socket = Stranger.plain(address, port)) {
            socket.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(6), StandardCharsets.US_ASCII);
        }
    }

    /// Whether nothing more comes: the other end closed it, in good order or not.
    private static boolean ends(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException _) {
            return false;
        } catch (IOException _) {
            return true;
        }
    }

    private static void nothingIsOpen(Mesh... meshes) {
        for (var mesh : meshes) {
            Eventually.holds("no socket is open", SOON, () -> mesh.open() == 0);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, Stranger.HOME)) {
            return socket.getLocalPort();
        }
    }
}
