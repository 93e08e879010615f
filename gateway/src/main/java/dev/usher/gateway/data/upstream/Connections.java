package dev.usher.gateway.data.upstream;

import dev.usher.membership.time.Ticker;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import java.net.BindException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The connections of one event loop with one port of one Director.
///
/// The one used last is used next: so those that are not needed grow old and are closed, and no exchange gets one
/// that its Director is about to give up. *Confined to one event loop.*
public final class Connections<H extends ChannelHandler> {

    private final EventLoop eventLoop;
    private final Bootstrap bootstrap;
    private final SocketAddress address;
    private final Supplier<H> handlers;
    private final Ticker ticker;
    private final Limits limits;
    private final ArrayDeque<Connection<H>> idle = new ArrayDeque<>();
    private int open;
    private boolean retired;

    /// @param connections how many there may be at once
    /// @param idle how long an unused one is kept
    public record Limits(int connections, Duration idle) {}

    /// What became of a dial.
    public interface Dialled<H extends ChannelHandler> {

        void connected(Connection<H> connection);

        /// @param full whether it was this gateway that could have no more connections, so that the Director is not to
        /// blame
        void failed(String reason, boolean full);
    }

    /// @param bootstrap knows the one event loop and the transport
    /// @param handlers makes the handler of each new connection
    public Connections(Bootstrap bootstrap, SocketAddress address, Supplier<H> handlers, Limits limits, Ticker ticker) {
        this.eventLoop = (EventLoop) bootstrap.config().group();
        this.bootstrap = bootstrap;
        this.address = address;
        this.handlers = handlers;
        this.limits = limits;
        this.ticker = ticker;
    }

    /// An idle connection, now the caller's; null when there is none.
    public @Nullable Connection<H> take() {
        for (var connection = idle.pollLast(); connection != null; connection = idle.pollLast()) {
            if (connection.channel().isActive()) {
                return connection;
            }
        }
        return null;
    }

    /// Dials a new connection, which is the caller's once it is there.
    ///
    /// @param timeout how long the Director may take to accept it
    public void dial(Duration timeout, Dialled<H> dialled) {
        if (open >= limits.connections()) {
            dialled.failed("as many connections as are allowed: " + limits.connections(), true);
            return;
        }
        open++;
        var handler = handlers.get();
        var connecting = bootstrap
                .clone()
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(timeout.toMillis()))
                .handler(handler)
                .connect(address);
        // Where not even a channel could be made, the future belongs to no event loop: back to ours.
        connecting.addListener((ChannelFuture done) -> onLoop(() -> dialled(done, handler, dialled)));
    }

    private void onLoop(Runnable task) {
        if (eventLoop.inEventLoop()) {
            task.run();
        } else {
            eventLoop.execute(task);
        }
    }

    private void dialled(ChannelFuture done, H handler, Dialled<H> dialled) {
        if (done.isSuccess()) {
            connected(new Connection<>(this, done.channel(), handler), dialled);
            return;
        }
        open--;
        var cause = done.cause();
        dialled.failed(reason(cause), exhausted(cause));
    }

    /// Whether the gateway has run out of descriptors or ports, which says nothing about the Director.
    private static boolean exhausted(Throwable cause) {
        for (var at = cause; at != null; at = at.getCause()) {
            var message = at.getMessage();
            if (at instanceof BindException
                    || message != null
                            && (message.contains("Too many open files")
                                    || message.contains("Cannot assign requested"))) {
                return true;
            }
        }
        return false;
    }

    private void connected(Connection<H> connection, Dialled<H> dialled) {
        connection.channel().closeFuture().addListener(closed -> {
            open--;
            idle.remove(connection);
        });
        dialled.connected(connection);
    }

    private static String reason(Throwable cause) {
        var message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    void release(Connection<H> connection, boolean reusable) {
        if (!reusable || retired || !connection.channel().isActive()) {
            connection.channel().close();
            return;
        }
        connection.idleSinceNanos = ticker.nanos();
        idle.addLast(connection);
    }

    /// Closes connections that have been idle for too long.
    public void sweep() {
        long eldest = ticker.nanos() - limits.idle().toNanos();
        for (var connection = idle.peekFirst();
                connection != null && connection.idleSinceNanos - eldest <= 0;
                connection = idle.peekFirst()) {
            idle.pollFirst();
            connection.channel().close();
        }
    }

    /// Closes the idle connections; those in use come back as usual.
    public void closeIdle() {
        for (var connection = idle.pollFirst(); connection != null; connection = idle.pollFirst()) {
            connection.channel().close();
        }
    }

    /// Closes the idle connections now and the others when they come back.
    public void retire() {
        retired = true;
        closeIdle();
    }

    /// How many connections there are, in use or not.
    public int open() {
        return open;
    }

    /// The options every connection with a Director has.
    public static Bootstrap tuned(Bootstrap bootstrap) {
        // A failed write must not close what a Director that hung up early has said before.
        return bootstrap
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.AUTO_CLOSE, false);
    }
}
