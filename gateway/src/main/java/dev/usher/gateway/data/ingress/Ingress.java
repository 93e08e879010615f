package dev.usher.gateway.data.ingress;

import dev.usher.gateway.core.exchange.Accepted;
import dev.usher.gateway.core.model.ListenerName;
import dev.usher.gateway.core.net.IpAddress;
import dev.usher.membership.time.Ticker;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;

/// One listening socket. *Thread-safe.*
public final class Ingress {

    private static final int BACKLOG = 4096;

    private final Channel socket;

    private Ingress(Channel socket) {
        this.socket = socket;
    }

    /// Binds `address` and lets in through `door` whom the limits allow.
    ///
    /// @param bootstrap knows the event loops and the transport
    /// @return fails when the address cannot be bound
    public static CompletableFuture<Ingress> bind(
            ServerBootstrap bootstrap, InetSocketAddress address, ListenerName name, Limits limits, Arrivals arrivals) {
        var gate = new AcceptGate(name, limits, arrivals);
        var bound = new CompletableFuture<Ingress>();
        bootstrap
                .clone()
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .handler(gate)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        arrivals.door.enter(channel, arrivals.accepted(name, channel));
                    }
                })
                .bind(address)
                .addListener((ChannelFuture done) -> {
                    if (done.isSuccess()) {
                        bound.complete(new Ingress(done.channel()));
                    } else {
                        bound.completeExceptionally(done.cause());
                    }
                });
        return bound;
    }

    /// The port it listens on.
    public int port() {
        return ((InetSocketAddress) socket.localAddress()).getPort();
    }

    /// Stops listening; connections that came in stay.
    public CompletableFuture<Void> close() {
        var closed = new CompletableFuture<Void>();
        socket.close().addListener(done -> closed.complete(null));
        return closed;
    }

    /// How many connections there may be.
    ///
    /// @param connections in all
    /// @param connectionsPerSource from one address
    public record Limits(int connections, int connectionsPerSource) {}

    /// Who takes those who come, and the clock that says when.
    public record Arrivals(Door door, Ticker ticker) {

        Accepted accepted(ListenerName name, Channel channel) {
            var remote = (InetSocketAddress) channel.remoteAddress();
            return new Accepted(name, IpAddress.of(remote.getAddress()), remote.getPort(), ticker.nanos());
        }
    }
}
