package dev.usher.membership.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.membership.time.Eventually;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whom the mesh does not carry.
class MeshStrangersIT extends MeshStage {

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
        refusesAtTheDoor(new Stranger(other, MeshProtocol.CLIENT), Refusal.WRONG_NAME);
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

        // The reason is lost where the other's reset overtakes its alert: whoever tries again hears it in the end.
        Eventually.holds("it was told", SOON, () -> {
            assertThat(comesThrough(gateway)).isFalse();
            return counts.of(Refusal.REFUSED_US) > 0;
        });
        Eventually.holds("it is counted", SOON, () -> counts.of(Refusal.UNTRUSTED) > 0);
    }

    private static boolean comesThrough(Mesh from) {
        try (var socket = Stranger.plain(from.way("director-1"), PORTS.clients())) {
            return !ends(socket);
        } catch (IOException _) {
            return false;
        }
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
}
