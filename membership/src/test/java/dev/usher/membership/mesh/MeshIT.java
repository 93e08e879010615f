package dev.usher.membership.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.membership.time.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// How the mesh carries, and how what it carries ends.
class MeshIT extends MeshStage {

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
    void itsPortIsFreeAsSoonAsItIsClosed() throws IOException {
        for (int time = 0; time < 20; time++) {
            try (var mesh = sidecar("director-1", authority.director(cluster, "director-1"))) {
                Stranger.plain(Stranger.HOME, peers.getFirst().port()).close();
                assertThat(mesh.inner().isLoopbackAddress()).isTrue();
            }
        }
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
}
