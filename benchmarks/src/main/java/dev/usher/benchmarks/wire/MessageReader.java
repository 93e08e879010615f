package dev.usher.benchmarks.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/// Cuts a connection's bytes into messages with a known length and throws the bodies away.
///
/// *Confined to one event loop.* At most [#HEAD_MAX] bytes of an unfinished head are kept.
public abstract class MessageReader extends ChannelInboundHandlerAdapter {

    private static final int HEAD_MAX = 64 * 1024;

    private @Nullable ByteBuf unfinished;
    private long bodyLeft;

    /// A head of `length` bytes lies at the reader index of `in`, which must be left as it is.
    protected abstract void head(ChannelHandlerContext context, ByteBuf in, int length);

    /// The message whose head was told last has wholly arrived.
    protected abstract void complete(ChannelHandlerContext context);

    @Override
    public final void channelRead(ChannelHandlerContext context, Object message) {
        var in = joined(context, (ByteBuf) message);
        try {
            while (in.isReadable() && step(context, in)) {}
            keep(in);
        } finally {
            in.release();
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (unfinished != null) {
            unfinished.release();
            unfinished = null;
        }
    }

    private boolean step(ChannelHandlerContext context, ByteBuf in) {
        if (bodyLeft == 0) {
            var length = Head.length(in);
            if (length < 0) {
                return false;
            }
            head(context, in, length);
            bodyLeft = Head.bodyLength(in, length);
            in.skipBytes(length);
        }
        var skipped = (int) Math.min(bodyLeft, in.readableBytes());
        in.skipBytes(skipped);
        bodyLeft -= skipped;
        if (bodyLeft == 0) {
            complete(context);
        }
        return true;
    }

    private ByteBuf joined(ChannelHandlerContext context, ByteBuf message) {
        if (unfinished == null) {
            return message;
        }
        var both = context.alloc().buffer(unfinished.readableBytes() + message.readableBytes());
        both.writeBytes(unfinished).writeBytes(message);
        unfinished.release();
        message.release();
        unfinished = null;
        return both;
    }

    private void keep(ByteBuf in) {
        if (!in.isReadable()) {
            return;
        }
        if (in.readableBytes() > HEAD_MAX) {
            throw new IllegalArgumentException("head: " + in.readableBytes() + " (expected: at most " + HEAD_MAX + ")");
        }
        unfinished = in.retainedSlice();
    }
}
