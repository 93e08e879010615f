package dev.usher.benchmarks.load;

import dev.usher.benchmarks.wire.MessageReader;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One connection of an open-loop window: carries one request at a time. *Confined to one event loop.*
final class Connection extends MessageReader {

    private static final int STATUS_AT = "HTTP/1.1 ".length();

    private final ByteBuf request;
    private final Window window;
    private @Nullable ChannelHandlerContext context;
    private long index;
    private boolean busy;
    private boolean good;

    Connection(ByteBuf request, Window window) {
        this.request = request;
        this.window = window;
    }

    /// The arrival that it carries, or carried last.
    long index() {
        return index;
    }

    boolean isOpen() {
        return context().channel().isActive();
    }

    /// Writes the request for arrival `index`; [#flush] sends it.
    void start(long index) {
        this.index = index;
        busy = true;
        context().write(request.retainedDuplicate(), context().voidPromise());
    }

    void flush() {
        context().flush();
    }

    void close() {
        context().close();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        this.context = context;
    }

    @Override
    protected void head(ChannelHandlerContext context, ByteBuf in, int length) {
        good = in.getByte(in.readerIndex() + STATUS_AT) == '2';
    }

    @Override
    protected void complete(ChannelHandlerContext context) {
        busy = false;
        window.ended(this, good);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        window.startDue();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (busy) {
            busy = false;
            window.ended(this, false);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }

    private ChannelHandlerContext context() {
        return Objects.requireNonNull(context, "context");
    }
}
