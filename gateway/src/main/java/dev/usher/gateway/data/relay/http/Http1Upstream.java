package dev.usher.gateway.data.relay.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// One HTTP/1.1 connection with a Director: reads responses for the exchange that has it at the moment.
///
/// *Confined to one event loop,* the one of the exchange's downstream connection.
public final class Http1Upstream extends ChannelInboundHandlerAdapter {

    private static final int HEAD_BYTES_MAX = 64 * 1024;

    /// Where a connection goes that an exchange no longer needs.
    public interface Home {

        /// @param reusable whether another exchange may use it
        void release(boolean reusable);
    }

    private final HttpLoop loop;
    private @Nullable Home home;
    private @Nullable Channel channel;
    private @Nullable HttpExchange exchange;
    private @Nullable ByteBuf partialHead;
    private @Nullable Body body;
    private @Nullable String failure;
    private boolean responseClose;
    private boolean whole;
    private boolean served;
    private boolean broken;

    public Http1Upstream(HttpLoop loop) {
        this.loop = loop;
    }

    /// The channel, once there is one.
    public Channel channel() {
        if (channel == null) {
            throw new IllegalStateException("not connected");
        }
        return channel;
    }

    /// Whether it has served an exchange before, so that its Director may have been about to close it.
    boolean served() {
        return served;
    }

    /// Whether any byte of a response to the current exchange has come.
    boolean answered() {
        return body != null || partialHead != null;
    }

    /// Tells where it belongs, once it is connected.
    public void home(Home whose) {
        home = whose;
    }

    /// Gives it back to where it belongs.
    void release(boolean reusable) {
        if (home == null) {
            channel().close();
        } else {
            home.release(reusable);
        }
    }

    void begin(HttpExchange next) {
        if (exchange != null) {
            throw new IllegalStateException("busy");
        }
        exchange = next;
        body = null;
        whole = false;
    }

    /// Lets go of the exchange; whatever comes later is not for it.
    ///
    /// @return whether the connection may serve another one
    boolean end() {
        exchange = null;
        served = true;
        boolean reusable = whole
                && !responseClose
                && failure == null
                && !broken
                && channel().isActive();
        if (reusable && !channel().config().isAutoRead()) {
            channel().config().setAutoRead(true);
        }
        return reusable;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channel = ctx.channel();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        var in = (ByteBuf) message;
        try {
            if (exchange == null) {
                // Nobody asked: whatever this is, it must not become the answer to the next request.
                ctx.close();
                return;
            }
            read(partialHead == null ? in : joined(in));
        } finally {
            in.release();
        }
    }

    private ByteBuf joined(ByteBuf in) {
        return partialHead == null ? in : partialHead.writeBytes(in);
    }

    private void read(ByteBuf in) {
        while (in.isReadable() && exchange != null) {
            if (body == null && !head(in, exchange)) {
                return;
            }
            if (body != null && exchange != null) {
                body(in, body, exchange);
            }
            if (failure != null) {
                return;
            }
        }
        if (in.isReadable() && exchange == null) {
            channel().close();
        }
        dropPartialHead();
    }

    /// Reads a head; false when more has to come first or it was nonsense.
    private boolean head(ByteBuf in, HttpExchange exchange) {
        var head = loop.response;
        int length = HeadParser.response(in, head, HEAD_BYTES_MAX);
        if (length == HeadParser.INCOMPLETE) {
            keep(in);
            return false;
        }
        boolean clash = head.chunked && head.contentLength != Head.NO_LENGTH;
        if (length < 0 || clash || head.status == 101) {
            fail("answered with something that is not HTTP/1.1");
            return false;
        }
        in.skipBytes(length);
        if (head.status < 200) {
            exchange.interim(head);
            return true;
        }
        body = bodyOf(head, exchange);
        responseClose = head.close || head.old || body.endsWithConnection();
        exchange.responseHead(head, body, in.readableBytes());
        return true;
    }

    /// Where the body of a response ends (RFC 9112, 6.3).
    private static Body bodyOf(Head head, HttpExchange exchange) {
        if (exchange.isHead() || head.status == 204 || head.status == 304) {
            return Body.ofLength(0);
        }
        if (head.chunked) {
            return Body.ofChunks();
        }
        return head.contentLength == Head.NO_LENGTH ? Body.untilClose() : Body.ofLength(head.contentLength);
    }

    private void body(ByteBuf in, Body body, HttpExchange exchange) {
        switch (body.relay(in, exchange.toClient())) {
            case MORE -> exchange.progress();
            case WHOLE -> {
                whole = true;
                this.body = null;
                responseClose |= in.isReadable();
                exchange.responseWhole();
            }
            case BROKEN -> fail("broke the framing of its body");
        }
    }

    private void fail(String reason) {
        failure = failure == null ? reason : failure;
        channel().close();
    }

    private void keep(ByteBuf in) {
        if (partialHead == null) {
            partialHead = channel().alloc().buffer(Math.max(1024, in.readableBytes()), HEAD_BYTES_MAX * 4);
            partialHead.writeBytes(in);
        }
    }

    private void dropPartialHead() {
        if (partialHead != null) {
            partialHead.release();
            partialHead = null;
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (exchange != null) {
            exchange.flushToClient();
        }
        ctx.fireChannelReadComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (exchange != null) {
            exchange.readFromClient(ctx.channel().isWritable());
        }
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            // Where reading failed, Netty closes. Where writing did, there may still be an answer to be read.
            broken = true;
        } else {
            fail(cause.toString());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        var mine = exchange;
        if (mine != null) {
            if (body != null && body.endsWithConnection() && failure == null && !broken) {
                body = null;
                mine.toClient().bodyEnd(Outgoing.NO_TRAILER);
                mine.responseWhole();
            } else {
                var reason = failure != null ? failure : broken ? "reset the connection" : "closed the connection";
                if (served && !answered() && failure == null) {
                    mine.stale(reason);
                } else {
                    mine.failed(reason);
                }
            }
        }
        dropPartialHead();
        ctx.fireChannelInactive();
    }
}
