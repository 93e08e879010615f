package dev.usher.membership.probe;

import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Finds the address of a host within a time limit.
///
/// A look-up in the system's resolver cannot be called off, so it runs beside the check; while one hangs, later checks
/// wait
/// for that same one and no second is started. *Thread-safe: locks itself around its one field.*
final class Lookup {

    private final String host;
    private final @Nullable InetAddress literal;
    private @Nullable FutureTask<@Nullable InetAddress> running;

    Lookup(String host) {
        this.host = host;
        this.literal = literal(host);
    }

    /// The address now, or null when the host has none.
    @Nullable
    InetAddress address(long nanos) throws SocketTimeoutException {
        if (literal != null) {
            return literal;
        }
        var task = task();
        try {
            return task.get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            throw new SocketTimeoutException();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new SocketTimeoutException();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private synchronized FutureTask<@Nullable InetAddress> task() {
        var task = running;
        if (task == null || task.isDone()) {
            task = new FutureTask<>(this::resolve);
            running = task;
            Thread.ofVirtual().name("lookup-" + host).start(task);
        }
        return task;
    }

    private @Nullable InetAddress resolve() {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException _) {
            return null;
        }
    }

    private static @Nullable InetAddress literal(String host) {
        try {
            return InetAddress.ofLiteral(host);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
