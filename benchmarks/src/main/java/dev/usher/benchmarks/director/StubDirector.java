package dev.usher.benchmarks.director;

import dev.usher.benchmarks.wire.MessageReader;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;

/// One process, one event loop, several Directors: reads a request to its end and answers `ok`.
///
/// `GET /_head` answers the head as it arrived, so that a proxy's work on it can be checked. Prints its ports on
/// one line once it listens, and ends when its input does, so never outlives its parent.
public final class StubDirector {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\nok\n";
    private static final byte[] ECHO = "GET /_head ".getBytes(StandardCharsets.US_ASCII);
    private static final int BACKLOG = 1024;

    private StubDirector() {}

    /// Starts as many Directors as the first argument says.
    public static void main(String[] args) throws InterruptedException, IOException {
        var loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        var ports = new StringJoiner(" ");
        for (var left = Integer.parseInt(args[0]); left > 0; left--) {
            var address = (InetSocketAddress) listen(loop).localAddress();
            ports.add(Integer.toString(address.getPort()));
        }
        System.out.println(ports);
        while (System.in.read() >= 0) {}
        System.exit(0);
    }

    private static Channel listen(MultiThreadIoEventLoopGroup loop) throws InterruptedException {
        return new ServerBootstrap()
                .group(loop)
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new Answer());
                    }
                })
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
    }

    private static final class Answer extends MessageReader {

        private static final ByteBuf ANSWER =
                Unpooled.unreleasableBuffer(Unpooled.directBuffer().writeBytes(OK.getBytes(StandardCharsets.US_ASCII)));

        private ByteBuf next = ANSWER;

        @Override
        protected void head(ChannelHandlerContext context, ByteBuf in, int length) {
            next = asksForHead(in) ? echo(in.slice(in.readerIndex(), length)) : ANSWER.duplicate();
        }

        @Override
        protected void complete(ChannelHandlerContext context) {
            context.write(next, context.voidPromise());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (!(cause instanceof IOException)) {
                System.err.println(cause);
            }
            context.close();
        }

        private static boolean asksForHead(ByteBuf in) {
            var at = in.readerIndex();
            if (in.getByte(at) != 'G') {
                return false;
            }
            for (var index = 0; index < ECHO.length; index++) {
                if (in.getByte(at + index) != ECHO[index]) {
                    return false;
                }
            }
            return true;
        }

        private static ByteBuf echo(ByteBuf head) {
            var start = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + head.readableBytes();
            return Unpooled.wrappedBuffer(
                    Unpooled.copiedBuffer(start + "\r\n\r\n", StandardCharsets.US_ASCII), head.copy());
        }
    }
}
