package dev.usher.membership.mesh;

import dev.usher.membership.time.Ticker;
import dev.usher.membership.time.Timers;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// What the listeners of one mesh have in common: they accept on virtual threads, keep count of what is open, and end
/// together. *Thread-safe: concurrent sets; a socket that is opened while the doors close is closed by who opened it.*
final class Doors implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Doors.class.getName());
    private static final int BACKLOG = 64;
    private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final Duration SWEEP = Duration.ofSeconds(2);
    private static final Duration END = Duration.ofSeconds(2);

    private final Ticker ticker;
    private final Map<ServerSocket, Thread> listeners = new ConcurrentHashMap<>();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Set<Tunnel> tunnels = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    interface Visitor {
        void visit(Socket socket);
    }

    Doors(Ticker ticker, Timers timers) {
        this.ticker = ticker;
        timers.every(SWEEP, () -> tunnels.forEach(tunnel -> tunnel.sweep(ticker.nanos())));
    }

    /// A listener on a virtual thread of its own. `visitor` must not block.
    ServerSocket listen(String name, InetAddress address, int port, Visitor visitor) throws IOException {
        var listener = new ServerSocket();
        try {
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(address, port), BACKLOG);
        } catch (IOException e) {
            listener.close();
            throw e;
        }
        var thread = Thread.ofVirtual().name(name).unstarted(() -> accept(listener, visitor));
        listeners.put(listener, thread);
        thread.start();
        return listener;
    }

    private void accept(ServerSocket listener, Visitor visitor) {
        while (!listener.isClosed()) {
            try {
                var socket = listener.accept();
                sockets.add(socket);
                if (closed) {
                    end(socket);
                    return;
                }
                ready(socket);
                visitor.visit(socket);
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    // No descriptor left, or a connection that was gone before it was taken: there will be others.
                    LOG.log(Level.WARNING, "mesh: not accepted: {0}", MeshTls.words(e));
                    LockSupport.parkNanos(AGAIN_NANOS);
                }
            }
        }
    }

    /// A connection with somebody else.
    Socket connect(InetSocketAddress to, int millis) throws IOException {
        var socket = new Socket();
        sockets.add(socket);
        try {
            ready(socket);
            socket.connect(to, millis);
            if (closed) {
                throw new IOException("the mesh is closed");
            }
            return socket;
        } catch (IOException e) {
            end(socket);
            throw e;
        }
    }

    private static void ready(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setKeepAlive(true);
    }

    Tunnel tunnel(Socket remote, SSLSocket tls, Socket local) {
        var tunnel = new Tunnel(remote, tls, local, ticker::nanos);
        tunnels.add(tunnel);
        return tunnel;
    }

    void end(Tunnel tunnel) {
        tunnels.remove(tunnel);
    }

    void end(@Nullable Socket socket) {
        if (socket != null) {
            sockets.remove(socket);
            Tunnel.close(socket);
        }
    }

    /// How many sockets are open now.
    int open() {
        return sockets.size();
    }

    /// Afterwards all ports are free: a port is held until the thread that accepts there has seen that it is to end.
    @Override
    public void close() {
        closed = true;
        listeners.keySet().forEach(Doors::close);
        sockets.forEach(this::end);
        try {
            for (var thread : listeners.values()) {
                thread.join(END);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(ServerSocket listener) {
        try {
            listener.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "mesh: closing a listener: {0}", MeshTls.words(e));
        }
    }
}
