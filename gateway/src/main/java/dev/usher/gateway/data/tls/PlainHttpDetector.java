package dev.usher.gateway.data.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Tells TLS from plain HTTP by the first byte: a method starts with a capital letter (65 to 90), and no TLS
/// record does (20 to 24). Nothing is copied or held back. *Confined to one event loop.*
final class PlainHttpDetector extends ChannelInboundHandlerAdapter {

    private final CertificateStore store;
    private final long timeoutMillis;
    private final Consumer<ChannelHandlerContext> plainHttp;
    private @Nullable ScheduledFuture<?> timeout;
    private boolean plain;

    PlainHttpDetector(CertificateStore store, long timeoutMillis, Consumer<ChannelHandlerContext> plainHttp) {
        this.store = store;
        this.timeoutMillis = timeoutMillis;
        this.plainHttp = plainHttp;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        timeout = ctx.executor().schedule(() -> giveUp(ctx), timeoutMillis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        cancelTimeout();
    }

    private void cancelTimeout() {
        if (timeout != null) {
            timeout.cancel(false);
            timeout = null;
        }
    }

    private void giveUp(ChannelHandlerContext ctx) {
        var why = new SslHandshakeTimeoutException("nothing came in for " + timeoutMillis + " ms");
        ctx.fireUserEventTriggered(new SslHandshakeCompletionEvent(why));
        ctx.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (plain) {
            ReferenceCountUtil.release(message);
        } else if (message instanceof ByteBuf bytes && bytes.isReadable() && startsMethod(bytes)) {
            plain = true;
            bytes.release();
            cancelTimeout();
            plainHttp.accept(ctx);
        } else {
            ctx.pipeline().addAfter(ctx.name(), null, store.handler(ctx.alloc(), timeoutMillis));
            ctx.fireChannelRead(message);
            ctx.pipeline().remove(this);
        }
    }

    private static boolean startsMethod(ByteBuf bytes) {
        byte first = bytes.getByte(bytes.readerIndex());
        return 'A' <= first && first <= 'Z';
    }
}
