package dev.usher.gateway.data.tls;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Waits for the name a client asks for, then makes room for the handler with that name's certificate.
/// *Confined to one event loop.*
final class NameChooser extends AbstractSniHandler<@Nullable String> {

    /// A ClientHello of common clients has 200 to 2,000 bytes, post-quantum keys included.
    private static final int CLIENT_HELLO_BYTES_MAX = 16 << 10;

    private final CertificateStore store;

    NameChooser(CertificateStore store, long timeoutMillis) {
        super(CLIENT_HELLO_BYTES_MAX, timeoutMillis);
        this.store = store;
    }

    @Override
    protected Future<@Nullable String> lookup(ChannelHandlerContext ctx, @Nullable String host) {
        return ctx.executor().newSucceededFuture(host);
    }

    @Override
    protected void onLookupComplete(ChannelHandlerContext ctx, @Nullable String host, Future<@Nullable String> future) {
        var handler = store.handler(host, ctx.alloc(), handshakeTimeoutMillis);
        boolean placed = false;
        try {
            ctx.pipeline().replace(this, null, handler);
            placed = true;
        } finally {
            if (!placed) {
                ReferenceCountUtil.release(handler.engine());
            }
        }
    }
}
