package dev.usher.gateway.data.relay.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;

/// Ends our side of a connection once everything written has left, and leaves the other side open.
final class Farewell {

    private Farewell() {}

    /// @param then is called once it is done, unless the connection broke
    static void shutdownOutput(Channel channel, Runnable then) {
        var tls = channel.pipeline().get(SslHandler.class);
        var written = tls == null ? channel.writeAndFlush(Unpooled.EMPTY_BUFFER) : tls.closeOutbound();
        written.addListener((ChannelFuture done) -> {
            if (done.isSuccess() && channel instanceof DuplexChannel duplex) {
                duplex.shutdownOutput();
                then.run();
            } else {
                channel.close();
            }
        });
    }

    /// Breaks a connection, past TLS, so that nobody takes its end for the end of a message.
    static void reset(Channel channel) {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.unsafe().close(channel.unsafe().voidPromise());
    }
}
