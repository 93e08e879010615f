package dev.usher.gateway.data.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// Stands between a client and a server and hands the client's bytes on one by one.
final class Trickle implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

    Trickle(int target) throws IOException {
        Thread.ofVirtual().start(() -> relay(target));
    }

    int port() {
        return server.getLocalPort();
    }

    private void relay(int target) {
        try (var client = server.accept();
                var upstream = new Socket(InetAddress.getLoopbackAddress(), target)) {
            upstream.setTcpNoDelay(true);
            var back = Thread.ofVirtual().start(() -> copy(upstream, client));
            copy(client, upstream);
            back.interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            for (int next = from.getInputStream().read();
                    next >= 0;
                    next = from.getInputStream().read()) {
                to.getOutputStream().write(next);
            }
        } catch (IOException closed) {
            // One side is done; so is the other.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
