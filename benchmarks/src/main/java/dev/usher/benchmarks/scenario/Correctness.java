package dev.usher.benchmarks.scenario;

import dev.usher.membership.time.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Proves that a proxy does the work before its speed is taken: a proxy that skips a check is quick.
final class Correctness implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final String STRANGER = "127.9.0.1";

    private final Site site;
    private final HttpClient client;

    Correctness(Site site) throws IOException {
        this.site = site;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(trusting(site))
                .connectTimeout(PATIENCE)
                .build();
    }

    /// Waits until `proxy` serves, and fails when it ends before or takes too long.
    void await(Candidate proxy) throws InterruptedException {
        var ticker = Ticker.system();
        var start = ticker.nanos();
        while (!isServing(proxy)) {
            proxy.child().mustLive();
            if (ticker.nanos() - start > START.toNanos()) {
                throw new IllegalStateException(proxy.name() + ": not serving after " + START + " (expected: 200)\n"
                        + proxy.child().said());
            }
            Thread.sleep(POLL);
        }
    }

    /// Fails at the first thing that `proxy` gets wrong.
    void check(Candidate proxy) throws IOException, InterruptedException {
        for (var transport : Transport.values()) {
            var where = proxy.name() + " " + transport;
            expect(where + ": no token", status(proxy, transport, ""), 401);
            expect(where + ": wrong token", status(proxy, transport, "usher_wrong"), 401);
            expect(
                    where + ": right token",
                    status(proxy, transport, site.request().token()),
                    200);
            checkHead(where, proxy, transport);
            checkStranger(where, proxy.port(transport));
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private boolean isServing(Candidate candidate) throws InterruptedException {
        try {
            for (var transport : Transport.values()) {
                if (candidate.speaks(transport)
                        && status(candidate, transport, site.request().token()) != 200) {
                    return false;
                }
            }
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private int status(Candidate candidate, Transport transport, String token)
            throws IOException, InterruptedException {
        var request = request(candidate, transport, Request.PATH, token)
                .POST(HttpRequest.BodyPublishers.ofString("x".repeat(Request.BODY_BYTES)))
                .build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }

    private void checkHead(String where, Candidate proxy, Transport transport)
            throws IOException, InterruptedException {
        var token = site.request().token();
        var request = request(proxy, transport, "/_head", token).GET().build();
        var head = client.send(request, BodyHandlers.ofString()).body().toLowerCase(Locale.ROOT);
        for (var wanted :
                new String[] {"x-forwarded-for: 127.0.0.1", "x-forwarded-proto: " + transport.scheme(), "x-request-id: "
                }) {
            if (!head.contains(wanted)) {
                throw new IllegalStateException(where + ": head without " + wanted + " (expected: with it)\n" + head);
            }
        }
        if (head.contains("authorization")) {
            throw new IllegalStateException(where + ": head with authorization (expected: without)");
        }
    }

    /// A source outside the list gets no answer at all: closed or reset, before TLS.
    private void checkStranger(String where, int port) throws IOException {
        var loopback = InetAddress.getLoopbackAddress();
        try (var socket = new Socket(loopback, port, InetAddress.ofLiteral(STRANGER), 0)) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            expect(where + ": bytes to a stranger", firstByte(socket), -1);
        }
    }

    private static int firstByte(Socket socket) throws IOException {
        try {
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read();
        } catch (SocketException reset) {
            return -1;
        }
    }

    private static HttpRequest.Builder request(Candidate to, Transport transport, String path, String token) {
        var uri = URI.create(transport.scheme() + "://127.0.0.1:" + to.port(transport) + path);
        var builder = HttpRequest.newBuilder(uri).timeout(PATIENCE);
        return token.isEmpty() ? builder : builder.header("Authorization", "Bearer " + token);
    }

    private static void expect(String what, int found, int expected) {
        if (found != expected) {
            throw new IllegalStateException(what + ": " + found + " (expected: " + expected + ")");
        }
    }

    private static SSLContext trusting(Site site) throws IOException {
        try (var pem = Files.newInputStream(site.certificate())) {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry(
                    "site", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLSv1.3");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("certificate: " + site.certificate() + " (expected: trusted)", impossible);
        }
    }
}
