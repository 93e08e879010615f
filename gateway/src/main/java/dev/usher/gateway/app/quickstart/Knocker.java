package dev.usher.gateway.app.quickstart;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// Sends requests through the gateway as an Agent would, until every Director has answered one. It asks for `/health`,
/// which
/// Directors do not count. *Confined to one thread.*
final class Knocker {

    private static final int TIMEOUT_MILLIS = 2000;
    private static final int REQUESTS_MAX = 100;
    private static final String DIRECTOR = "x-director:";

    private final SSLContext context;
    private final int port;
    private final byte[] request;
    private final Set<String> seen = new HashSet<>();

    Knocker(X509Certificate authority, int port, String token) throws GeneralSecurityException, IOException {
        this.context = trusting(authority);
        this.port = port;
        this.request = ("GET /health HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nAuthorization: Bearer " + token
                        + "\r\nUser-Agent: usher-quickstart\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /// Who has answered so far.
    Set<String> seen() {
        return Set.copyOf(seen);
    }

    /// One connection with as many requests as it takes; false when not all Directors have been seen yet.
    boolean knock(int directors) {
        try (var plain = new Socket()) {
            plain.setSoTimeout(TIMEOUT_MILLIS);
            plain.setTcpNoDelay(true);
            plain.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            try (var socket = (SSLSocket) context.getSocketFactory().createSocket(plain, "127.0.0.1", port, true)) {
                var parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                ask(socket, directors);
            }
        } catch (IOException _) {
            // Not ready: the next knock tells.
        }
        return seen.size() >= directors;
    }

    private void ask(SSLSocket socket, int directors) throws IOException {
        var in = new Wire(socket.getInputStream());
        var open = true;
        for (var count = 0; open && seen.size() < directors && count < REQUESTS_MAX; count++) {
            socket.getOutputStream().write(request);
            open = read(in);
        }
    }

    /// Reads one reply; false when it is no success, which ends the connection.
    private boolean read(Wire in) throws IOException {
        var lines = in.head();
        if (lines.isEmpty() || !lines.getFirst().startsWith("HTTP/1.1 200 ")) {
            return false;
        }
        var chunked = !value(lines, "transfer-encoding:").isEmpty();
        var length = value(lines, "content-length:");
        if (chunked) {
            in.skipChunks();
        } else {
            in.skip(length.isEmpty() ? 0 : Long.parseLong(length));
        }
        var director = value(lines, DIRECTOR);
        if (!director.isEmpty()) {
            seen.add(director);
        }
        return true;
    }

    private static String value(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.regionMatches(true, 0, name, 0, name.length()))
                .map(line -> line.substring(name.length()).strip())
                .findFirst()
                .orElse("");
    }

    private static SSLContext trusting(X509Certificate authority) throws GeneralSecurityException, IOException {
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("quickstart", authority);
        var factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }
}
