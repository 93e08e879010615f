package dev.usher.gateway.data.ingress;

import dev.usher.gateway.core.exchange.Accepted;
import dev.usher.gateway.core.exchange.Cause;
import dev.usher.gateway.core.net.IpAddress;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/// What stands behind a listening socket.
public interface Door {

    /// Why nobody may come in from `peer`, or null when they may. Asked on the accepting thread, before anything is
    /// read.
    @Nullable
    Cause refuses(IpAddress peer);

    /// A connection was closed as soon as it was accepted. Called on the accepting thread.
    void turnedAway(Accepted accepted, Cause why);

    /// A connection came in. Called on its event loop, before anything is read.
    void enter(Channel channel, Accepted accepted);
}
