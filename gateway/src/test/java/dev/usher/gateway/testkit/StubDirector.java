package dev.usher.gateway.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A Director of raw sockets that records each byte and each request as a sloppy server would understand it, and
/// answers by a script. *Thread-safe:* a virtual thread for each connection.
public final class StubDirector implements AutoCloseable {

    private final String name;
    private final ServerSocket server;
    private final Script script;
    private final List<Talk> talks = new CopyOnWriteArrayList<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final List<Throwable> troubles = new CopyOnWriteArrayList<>();
    private final Set<Talk> open = ConcurrentHashMap.newKeySet();

    /// What is done with a connection; it is closed when the script ends.
    @FunctionalInterface
    public interface Script {

        void serve(Talk talk) throws Exception;
    }

    private StubDirector(String name, ServerSocket server, Script script) {
        this.name = name;
        this.server = server;
        this.script = script;
    }

    /// Answers each request with 200 and its own name.
    public static StubDirector polite(String name) {
        return scripted(name, talk -> {
            while (talk.request() != null) {
                talk.ok(name);
            }
        });
    }

    /// Does as the script says, which is called anew for each connection.
    public static StubDirector scripted(String name, Script script) {
        try {
            var server = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
            var director = new StubDirector(name, server, script);
            Thread.ofVirtual().start(director::accept);
            return director;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var socket = server.accept();
                socket.setTcpNoDelay(true);
                var talk = new Talk(socket, received);
                talks.add(talk);
                open.add(talk);
                Thread.ofVirtual().start(() -> serve(talk, socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Talk talk, Socket socket) {
        try (socket) {
            script.serve(talk);
        } catch (IOException gone) {
            talk.broken(gone);
        } catch (Exception | AssertionError trouble) {
            troubles.add(trouble);
        } finally {
            open.remove(talk);
        }
    }

    public String name() {
        return name;
    }

    public int port() {
        return server.getLocalPort();
    }

    /// The requests as this Director understood them, in the order in which their heads were read.
    public List<Received> received() {
        return received;
    }

    /// The connections, open or not.
    public List<Talk> talks() {
        return talks;
    }

    /// How many connections are being served.
    public int open() {
        return open.size();
    }

    /// What went wrong in scripts, other than connections that broke.
    public List<Throwable> troubles() {
        return troubles;
    }

    /// Forgets what was recorded.
    public void forget() {
        received.clear();
        talks.clear();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
