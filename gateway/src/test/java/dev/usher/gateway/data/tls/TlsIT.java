package dev.usher.gateway.data.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.gateway.testkit.Certificates;
import dev.usher.gateway.testkit.Certificates.Issued;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsIT {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final int LIMIT_MILLIS = 10_000;

    private final Certificates authority = new Certificates();
    private final SSLContext client = authority.clientContext();
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final BlockingQueue<SslHandshakeCompletionEvent> handshakes = new LinkedBlockingQueue<>();
    private Duration handshakeTimeout = Duration.ofSeconds(10);

    @TempDir
    private Path directory;

    @AfterEach
    void stop() {
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void bothVersionsAreSpokenAndHttp1IsAgreedOn(String version) throws Exception {
        try (var store = open("1.2", authority.issue(directory, "one", "one.example"))) {
            int port = listen(store);

            try (var socket = connect(port, "one.example", version, "h2", "http/1.1")) {
                assertThat(socket.getSession().getProtocol()).isEqualTo(version);
                assertThat(socket.getSession().getCipherSuite()).contains("GCM");
                assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
                assertThat(echo(socket, "hello")).isEqualTo("hello");
            }
        }
    }

    @Test
    void anRsaCertificateIsServedToo() throws Exception {
        var issued = authority.issue(directory, "rsa", "RSA", Certificates.NOT_AFTER, "rsa.example");
        try (var store = open("1.2", issued)) {
            int port = listen(store);

            try (var old = connect(port, "rsa.example", "TLSv1.2");
                    var socket = connect(port, "rsa.example", "TLSv1.3")) {
                assertThat(leaf(old)).isEqualTo(issued.leaf());
                assertThat(leaf(socket)).isEqualTo(issued.leaf());
            }
        }
    }

    @Test
    void anOlderVersionThanTheLeastOneIsRefused() throws Exception {
        try (var store = open("1.3", authority.issue(directory, "one", "one.example"))) {
            int port = listen(store);

            assertThatThrownBy(() -> connect(port, "one.example", "TLSv1.2")).isInstanceOf(SSLHandshakeException.class);
            assertThat(handshake().isSuccess()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aSecondConnectionResumesTheSession(String version) throws Exception {
        try (var store = open("1.2", authority.issue(directory, "one", "one.example"))) {
            int port = listen(store);
            try (var first = connect(port, "one.example", version)) {
                first.getSession().putValue("mark", "first");
                echo(first, "the ticket comes with the first bytes");
            }

            try (var second = connect(port, "one.example", version)) {
                assertThat(echo(second, "hello")).isEqualTo("hello");
                assertThat(second.getSession().getValue("mark")).isEqualTo("first");
            }
        }
    }

    @Test
    void theNameAClientAsksForChoosesTheCertificate() throws Exception {
        var first = authority.issue(directory, "first", "first.example");
        var exact = authority.issue(directory, "exact", "a.wild.example");
        var wild = authority.issue(directory, "wild", "*.wild.example", "wild.example");
        try (var store = open("1.2", first, exact, wild)) {
            int port = listen(store);

            assertThat(leafFor(port, "first.example")).isEqualTo(first.leaf());
            assertThat(leafFor(port, "A.wild.example")).isEqualTo(exact.leaf());
            assertThat(leafFor(port, "b.wild.example")).isEqualTo(wild.leaf());
            assertThat(leafFor(port, "wild.example")).isEqualTo(wild.leaf());
            assertThat(leafFor(port, "b.b.wild.example")).isEqualTo(first.leaf());
            assertThat(leafFor(port, "unknown.example")).isEqualTo(first.leaf());
            assertThat(leafFor(port, null)).isEqualTo(first.leaf());
        }
    }

    @Test
    void aReloadServesTheNewCertificateAndKeepsLiveConnections() throws Exception {
        var before = authority.issue(directory, "one", "one.example");
        try (var store = open("1.2", before)) {
            int port = listen(store);
            try (var live = connect(port, "one.example", "TLSv1.3")) {
                assertThat(echo(live, "before")).isEqualTo("before");

                var after = authority.issue(directory, "one", "one.example");
                store.reload();

                assertThat(leafFor(port, "one.example")).isEqualTo(after.leaf()).isNotEqualTo(before.leaf());
                assertThat(echo(live, "after")).isEqualTo("after");
                assertThat(leaf(live)).isEqualTo(before.leaf());
            }
        }
    }

    @Test
    void reloadsWhileClientsConnectFailNobody() throws Exception {
        authority.issue(directory, "one", "one.example");
        var two = authority.issue(directory, "two", "two.example");
        try (var store = open("1.2", authority.issue(directory, "one", "one.example"), two)) {
            int port = listen(store);
            var reloads = Thread.ofPlatform().start(() -> reload(store, 8));

            for (int i = 0; reloads.isAlive() || i < 5; i++) {
                try (var socket = connect(port, "two.example", "TLSv1.3")) {
                    assertThat(echo(socket, "hello")).isEqualTo("hello");
                }
            }
            assertThat(leafFor(port, "two.example")).isEqualTo(two.leaf());
        }
    }

    @Test
    void plainHttpIsNoticedByItsFirstByte() throws Exception {
        try (var store = open("1.2", authority.issue(directory, "one", "one.example"))) {
            int port = listen(store);

            try (var socket = plain(port)) {
                socket.getOutputStream().write('P');
                socket.getOutputStream().flush();
                socket.getOutputStream().write("OST / HTTP/1.1\r\n\r\n".getBytes(US_ASCII));

                assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
                        .isEqualTo("speak TLS");
            }
            assertThat(handshakes).isEmpty();
        }
    }

    @Test
    void aClientHelloInSingleBytesIsUnderstood() throws Exception {
        var one = authority.issue(directory, "one", "one.example");
        try (var store = open("1.2", one, authority.issue(directory, "two", "two.example"))) {
            int port = listen(store);

            try (var relay = new Trickle(port);
                    var socket = connect(relay.port(), "two.example", "TLSv1.3")) {
                assertThat(echo(socket, "hello")).isEqualTo("hello");
            }
        }
    }

    @Test
    void nonsenseEndsTheConnection() throws Exception {
        try (var store = open("1.2", authority.issue(directory, "one", "one.example"))) {
            int port = listen(store);

            try (var socket = plain(port)) {
                socket.getOutputStream().write(new byte[] {0, 1, 2, 3, 4, 5, 6, 7});

                assertThat(handshake().isSuccess()).isFalse();
                socket.getInputStream().readAllBytes();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void whoeverSaysNothingIsLetGo(int bytes) throws Exception {
        handshakeTimeout = Duration.ofMillis(100);
        try (var store = open("1.2", authority.issue(directory, "one", "one.example"))) {
            int port = listen(store);

            try (var socket = plain(port)) {
                socket.getOutputStream().write(new byte[] {22, 3, 1}, 0, bytes);

                assertThat(handshake().isSuccess()).isFalse();
                socket.getInputStream().readAllBytes();
            }
        }
    }

    private CertificateStore open(String minVersion, Issued... issued) throws TlsFilesException {
        var files = Stream.of(issued)
                .map(one -> new CertificateFiles(one.certificate(), one.key()))
                .toList();
        var now = InstantSource.fixed(Instant.parse("2026-11-22T00:00:00Z"));
        return CertificateStore.open(new TlsSettings(files, minVersion), now);
    }

    private static void reload(CertificateStore store, int times) {
        try {
            for (int i = 0; i < times; i++) {
                store.reload();
            }
        } catch (TlsFilesException e) {
            throw new AssertionError(e);
        }
    }

    private int listen(CertificateStore store) {
        var server = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(store.door(handshakeTimeout, TlsIT::refuse), new Echo());
                    }
                })
                .bind(LOOPBACK, 0)
                .syncUninterruptibly()
                .channel();
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    private static void refuse(ChannelHandlerContext ctx) {
        ctx.writeAndFlush(Unpooled.copiedBuffer("speak TLS", US_ASCII)).addListener(ChannelFutureListener.CLOSE);
    }

    private SSLSocket connect(int port, @Nullable String host, String version, String... protocols) throws IOException {
        var socket = (SSLSocket) client.getSocketFactory().createSocket(plain(port), host, port, true);
        var parameters = socket.getSSLParameters();
        parameters.setProtocols(new String[] {version});
        parameters.setApplicationProtocols(protocols);
        parameters.setServerNames(host == null ? List.of() : List.of(new SNIHostName(host)));
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static Socket plain(int port) throws IOException {
        var socket = new Socket(LOOPBACK, port);
        socket.setSoTimeout(LIMIT_MILLIS);
        return socket;
    }

    private X509Certificate leafFor(int port, @Nullable String host) throws IOException {
        try (var socket = connect(port, host, "TLSv1.3")) {
            return leaf(socket);
        }
    }

    private static X509Certificate leaf(SSLSocket socket) throws IOException {
        return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }

    private static String echo(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
        socket.getOutputStream().flush();
        return new String(socket.getInputStream().readNBytes(text.length()), US_ASCII);
    }

    private SslHandshakeCompletionEvent handshake() throws InterruptedException {
        var event = handshakes.poll(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
        assertThat(event).as("a handshake that ended").isNotNull();
        return event;
    }

    private final class Echo extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ctx.writeAndFlush(message, ctx.voidPromise());
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof SslHandshakeCompletionEvent handshake) {
                handshakes.add(handshake);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
