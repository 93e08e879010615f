package dev.usher.membership.mesh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Somebody who speaks TLS as it likes, trusts everybody, and knows nothing of the mesh's own code.
///
/// @param keys null to show no certificate
record Stranger(@Nullable MeshKeys keys, String version, List<String> protocols) {

    static final InetAddress HOME = InetAddress.getLoopbackAddress();

    Stranger(@Nullable MeshKeys keys, MeshProtocol protocol) {
        this(keys, "TLSv1.3", List.of(protocol.alpn()));
    }

    /// Knocks, and says "hello"; returns what came back before the end.
    String knock(InetAddress address, int port) {
        try (var socket = (SSLSocket) context().getSocketFactory().createSocket(address, port)) {
            set(socket);
            socket.setSoTimeout(20_000);
            socket.startHandshake();
            socket.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
            var answer = socket.getInputStream().readNBytes(5);
            return new String(answer, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            return "";
        }
    }

    /// Waits for one who knocks, shakes hands, and holds the connection until it is cut.
    CompletableFuture<String> listen(ServerSocket listener) {
        var done = new CompletableFuture<String>();
        Thread.ofVirtual().start(() -> {
            try (var plain = listener.accept();
                    var socket = (SSLSocket) context().getSocketFactory().createSocket(plain, null, true)) {
                socket.setNeedClientAuth(true);
                set(socket);
                socket.startHandshake();
                done.complete("shaken, then " + socket.getInputStream().read());
            } catch (IOException e) {
                done.complete(String.valueOf(e.getMessage()));
            }
        });
        return done;
    }

    private void set(SSLSocket socket) {
        socket.setEnabledProtocols(new String[] {version});
        var parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(protocols.toArray(String[]::new));
        socket.setSSLParameters(parameters);
    }

    private SSLContext context() {
        try {
            var context = SSLContext.getInstance("TLS");
            var managers = keys == null ? new KeyManager[0] : new KeyManager[] {new OwnKey(keys)};
            context.init(managers, new TrustManager[] {new Everybody()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static Socket plain(InetAddress address, int port) {
        try {
            var socket = new Socket(address, port);
            socket.setSoTimeout(20_000);
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Everybody extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, @Nullable Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, @Nullable Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, @Nullable SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, @Nullable SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
