package dev.usher.benchmarks.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Where load goes: a port on loopback, in plain or by TLS 1.3. *Immutable.*
public final class Target {

    private static final String HOST = "127.0.0.1";

    private final int port;
    private final @Nullable SslContext tls;

    private Target(int port, @Nullable SslContext tls) {
        this.port = port;
        this.tls = tls;
    }

    /// A port that speaks plain HTTP.
    public static Target plain(int port) {
        return new Target(port, null);
    }

    /// A port that speaks TLS 1.3, by BoringSSL on this side; its certificate is not judged.
    public static Target tls(int port) {
        try {
            var context = SslContextBuilder.forClient()
                    .sslProvider(SslProvider.OPENSSL)
                    .protocols("TLSv1.3")
                    .trustManager(InsecureTrustManagerFactory.INSTANCE)
                    .build();
            return new Target(port, context);
        } catch (SSLException impossible) {
            throw new IllegalStateException("tls: a client context (expected: one)", impossible);
        }
    }

    /// Connects on `loop`, and adds `handler` behind TLS if there is any.
    Channel connect(EventLoopGroup loop, ChannelHandler handler) throws InterruptedException {
        return new Bootstrap()
                .group(loop)
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (tls != null) {
                            channel.pipeline().addLast(tls.newHandler(channel.alloc(), "localhost", port));
                        }
                        channel.pipeline().addLast(handler);
                    }
                })
                .connect(HOST, port)
                .sync()
                .channel();
    }
}
