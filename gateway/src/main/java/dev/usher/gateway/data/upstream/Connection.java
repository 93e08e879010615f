package dev.usher.gateway.data.upstream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;

/// One connection with a Director, and the handler that speaks on it. *Confined to one event loop.*
public final class Connection<H extends ChannelHandler> {

    private final Connections<H> home;
    private final Channel channel;
    private final H handler;
    long idleSinceNanos;

    Connection(Connections<H> home, Channel channel, H handler) {
        this.home = home;
        this.channel = channel;
        this.handler = handler;
    }

    public Channel channel() {
        return channel;
    }

    public H handler() {
        return handler;
    }

    /// Gives it back for the next exchange, or closes it.
    public void release(boolean reusable) {
        home.release(this, reusable);
    }
}
