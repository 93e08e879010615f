package dev.usher.gateway.app.quickstart;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.Semaphore;

/// A Director for trying Usher out: answers any HTTP request with its name in `X-Director`, and `GET /_count` with what
/// it
/// got. Plain JDK, blocking sockets, a virtual thread per connection, so that three of them start fast and stay small.
///
/// *Thread-safe: connections share only the [Tally].*
public final class SampleDirector implements AutoCloseable {

    private static final int CONNECTIONS_MAX = 2000;
    private static final int BACKLOG = 1024;

    private final String name;
    private final ServerSocket server;
    private final Tally tally = new Tally();
    private final Semaphore places = new Semaphore(CONNECTIONS_MAX);

    SampleDirector(String name, int port) throws IOException {
        this.name = name;
        this.server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), BACKLOG);
    }

    /// `director NAME PORT`
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length != 2) {
            System.err.println("usage: usher director NAME PORT");
            System.exit(2);
        }
        QuickstartLock.endWithHolder();
        try (var director = new SampleDirector(args[0], Integer.parseInt(args[1]))) {
            System.out.println(args[0] + ": listening on 127.0.0.1:" + director.port());
            director.serve();
        }
    }

    int port() {
        return server.getLocalPort();
    }

    /// Accepts until closed; beyond the limit of connections, newcomers wait in the backlog.
    void serve() throws IOException, InterruptedException {
        while (!server.isClosed()) {
            places.acquire();
            var socket = server.accept();
            Thread.ofVirtual().start(() -> attend(socket));
        }
    }

    private void attend(Socket socket) {
        try {
            new DirectorConnection(name, tally, socket).run();
        } finally {
            places.release();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
