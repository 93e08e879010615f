package dev.usher.membership.mesh;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Stands where Hazelcast would: answers each byte with itself, after its own letter.
final class Neighbour implements AutoCloseable {

    private final ServerSocket listener = new ServerSocket();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final String letter;

    Neighbour(InetAddress address, int port, String letter) throws IOException {
        this.letter = letter;
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(address, port));
        Thread.ofVirtual().start(this::accept);
    }

    private void accept() {
        try {
            while (true) {
                var socket = listener.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> echo(socket));
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    private void echo(Socket socket) {
        try (socket) {
            socket.getOutputStream().write(letter.getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException _) {
            // The other end went.
        } finally {
            open.remove(socket);
        }
    }

    int open() {
        return open.size();
    }

    /// As a process that is killed.
    void vanish() {
        open.forEach(Tunnel::close);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        vanish();
    }
}
