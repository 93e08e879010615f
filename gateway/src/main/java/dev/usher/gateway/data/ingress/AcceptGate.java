package dev.usher.gateway.data.ingress;

import dev.usher.gateway.core.exchange.Cause;
import dev.usher.gateway.core.model.ListenerName;
import dev.usher.gateway.core.net.IpAddress;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Sees each connection as the kernel hands it over, before it belongs to an event loop: whoever may not come in
/// costs an accept and a close.
///
/// *Thread-safe:* connections come in on the accepting thread, and go on their own ones.
final class AcceptGate extends ChannelInboundHandlerAdapter {

    private final ListenerName name;
    private final Ingress.Limits limits;
    private final Ingress.Arrivals arrivals;
    private final AtomicInteger connections = new AtomicInteger();
    private final ConcurrentHashMap<IpAddress, Integer> bySource = new ConcurrentHashMap<>();

    AcceptGate(ListenerName name, Ingress.Limits limits, Ingress.Arrivals arrivals) {
        this.name = name;
        this.limits = limits;
        this.arrivals = arrivals;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        var channel = (Channel) message;
        if (channel.remoteAddress() == null) {
            // It was reset between the kernel's accept and ours.
            channel.unsafe().closeForcibly();
            return;
        }
        var accepted = arrivals.accepted(name, channel);
        var why = refuses(accepted.peer());
        if (why != null) {
            channel.unsafe().closeForcibly();
            arrivals.door().turnedAway(accepted, why);
            return;
        }
        connections.incrementAndGet();
        bySource.merge(accepted.peer(), 1, Integer::sum);
        channel.closeFuture().addListener(closed -> gone(accepted.peer()));
        ctx.fireChannelRead(channel);
    }

    private @Nullable Cause refuses(IpAddress peer) {
        var why = arrivals.door().refuses(peer);
        if (why != null) {
            return why;
        }
        if (connections.get() >= limits.connections()) {
            return Cause.CONNECTION_LIMIT;
        }
        return bySource.getOrDefault(peer, 0) >= limits.connectionsPerSource() ? Cause.SOURCE_LIMIT : null;
    }

    private void gone(IpAddress peer) {
        connections.decrementAndGet();
        bySource.computeIfPresent(peer, (_, count) -> count == 1 ? null : count - 1);
    }
}
