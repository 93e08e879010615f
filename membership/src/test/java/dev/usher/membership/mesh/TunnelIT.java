package dev.usher.membership.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.membership.time.Eventually;
import dev.usher.membership.time.FakeTicker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TunnelIT {

    private final FakeTicker ticker = new FakeTicker();

    @Test
    void aWriteThatStandsStillEndsBothHalves() throws IOException {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var near = new Socket(listener.getInetAddress(), listener.getLocalPort());
                var far = listener.accept();
                var local = new Socket(listener.getInetAddress(), listener.getLocalPort());
                var hazelcast = listener.accept()) {
            var tunnel = new Tunnel(near, near, local, ticker::nanos);
            var running = Thread.ofVirtual().start(() -> run(tunnel));
            var flood = Thread.ofVirtual().start(() -> flood(hazelcast));
            Eventually.holds("a write stands still", Duration.ofSeconds(20), tunnel::writing);

            tunnel.sweep(ticker.nanos() + Tunnel.STALLED_NANOS - 1);
            assertThat(near.isClosed()).isFalse();
            Eventually.holds("the write that stands still is cut", Duration.ofSeconds(20), () -> {
                tunnel.sweep(ticker.nanos() + Tunnel.STALLED_NANOS + 2);
                return near.isClosed() && local.isClosed();
            });
            Eventually.holds("all ends", Duration.ofSeconds(20), () -> !running.isAlive() && !flood.isAlive());
            assertThat(far.isClosed()).isFalse();
        }
    }

    private static void run(Tunnel tunnel) {
        tunnel.run(_ -> {});
    }

    private static void flood(Socket socket) {
        try {
            while (true) {
                socket.getOutputStream().write(new byte[1 << 20]);
            }
        } catch (IOException _) {
            // Cut, as it should be.
        }
    }
}
