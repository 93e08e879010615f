package dev.usher.benchmarks.load;

import dev.usher.benchmarks.wire.MessageReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Connections that carried one request each and now wait for the next. *Confined to the thread that made it.*
public final class IdleConnections implements AutoCloseable {

    private static final int ANSWER_SECONDS = 10;

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final List<Channel> open = new ArrayList<>();
    private final ByteBuf request;

    /// `request` is a whole HTTP/1.1 request, body included.
    public IdleConnections(byte[] request) {
        this.request = Unpooled.directBuffer().writeBytes(request);
    }

    /// Opens `count` more, one after the other, each with one request that must be answered 2xx.
    public void open(Target target, int count) throws InterruptedException {
        for (var left = count; left > 0; left--) {
            var once = new Once(request);
            open.add(target.connect(group, once));
            try {
                once.answered.get(ANSWER_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException failure) {
                throw new IllegalStateException("connection " + open.size() + ": " + failure, failure);
            }
        }
    }

    /// How many are still open.
    public int alive() {
        return (int) open.stream().filter(Channel::isActive).count();
    }

    @Override
    public void close() {
        for (var channel : open) {
            channel.close().syncUninterruptibly();
        }
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        request.release();
    }

    private static final class Once extends MessageReader {

        private static final int STATUS_AT = "HTTP/1.1 ".length();

        private final CompletableFuture<Boolean> answered = new CompletableFuture<>();
        private final ByteBuf request;

        Once(ByteBuf request) {
            this.request = request;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            context.writeAndFlush(request.retainedDuplicate());
        }

        @Override
        protected void head(ChannelHandlerContext context, ByteBuf in, int length) {
            if (in.getByte(in.readerIndex() + STATUS_AT) != '2') {
                answered.completeExceptionally(new IllegalStateException("status: not 2xx (expected: 2xx)"));
            }
        }

        @Override
        protected void complete(ChannelHandlerContext context) {
            answered.complete(true);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            answered.completeExceptionally(new IllegalStateException("connection: closed (expected: an answer)"));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            answered.completeExceptionally(cause);
            context.close();
        }
    }
}
