package dev.usher.gateway.testkit;

import dev.usher.membership.time.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Ways to break a connection, and the patience to see what comes of it.
public final class Faults {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Faults() {}

    /// Closes `socket` so that the other side sees a reset.
    public static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A port of 127.0.0.1 where connections are refused.
    public static int deadPort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Returns once `condition` holds, and how long that took; fails with `what` when it does not for too long.
    public static Duration until(String what, BooleanSupplier condition) {
        long start = Ticker.system().nanos();
        while (!condition.getAsBoolean()) {
            if (Ticker.system().nanos() - start > PATIENCE.toNanos()) {
                throw new AssertionError("not within " + PATIENCE + ": " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
        return Duration.ofNanos(Ticker.system().nanos() - start);
    }

    /// Lets time pass that nothing observable fills.
    public static void linger(Duration time) {
        long start = Ticker.system().nanos();
        while (Ticker.system().nanos() - start < time.toNanos()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }
}
