package dev.usher.gateway.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A wire that can be cut, or go dead without a word: TCP from a port of 127.0.0.1 to another one.
public final class Relay implements AutoCloseable {

    private static final int PIECE = 16 * 1024;

    private final int target;
    private final ServerSocket server;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moving = lock.newCondition();
    private boolean stalled;
    private volatile boolean closed;

    private Relay(int target) {
        this.target = target;
        try {
            this.server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public static Relay to(int port) {
        return new Relay(port);
    }

    public int port() {
        return server.getLocalPort();
    }

    /// Nothing moves any more, in either direction, and nobody is told.
    public void stall() {
        stalled(true);
    }

    /// What was held back goes on.
    public void go() {
        stalled(false);
    }

    /// Ends every connection with a reset.
    public void cut() {
        var there = List.copyOf(sockets);
        sockets.removeAll(there);
        there.stream().filter(socket -> !socket.isClosed()).forEach(Relay::reset);
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException _) {
            // A pump has closed it meanwhile.
        }
    }

    private void stalled(boolean now) {
        lock.lock();
        try {
            stalled = now;
            moving.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        while (!closed) {
            try {
                var near = server.accept();
                var far = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.addAll(List.of(near, far));
                Thread.ofVirtual().start(() -> pump(near, far));
                Thread.ofVirtual().start(() -> pump(far, near));
            } catch (IOException _) {
                // The port is closed, or nobody is at the other end: the one who came will notice.
            }
        }
    }

    private void pump(Socket from, Socket to) {
        var piece = new byte[PIECE];
        try (from;
                to) {
            for (int read = from.getInputStream().read(piece);
                    read >= 0;
                    read = from.getInputStream().read(piece)) {
                lock.lockInterruptibly();
                try {
                    while (stalled) {
                        moving.await();
                    }
                } finally {
                    lock.unlock();
                }
                to.getOutputStream().write(piece, 0, read);
            }
        } catch (IOException _) {
            // One end is gone; closing both tells the other one.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        go();
        cut();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
