package dev.usher.membership.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.membership.probe.ProbeResult.Cause;
import dev.usher.membership.time.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProbeIT {

    /// Of checks that end by themselves.
    private static final Duration LONG = Duration.ofSeconds(20);

    private static final Duration TIMEOUT = Duration.ofMillis(300);

    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void goodStatusIsAnAnswer() {
        answers("HTTP/1.1 204 No Content\r\n\r\n");

        assertThat(http()).returns(Cause.ANSWERED, ProbeResult::cause).returns("status 204", ProbeResult::why);
    }

    @Test
    void asksWithAWholeRequest() throws Exception {
        var asked = answers("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");

        assertThat(http().ok()).isTrue();
        assertThat(asked.get(5, TimeUnit.SECONDS))
                .startsWith("GET /health HTTP/1.1\r\nHost: 127.0.0.1:" + server.getLocalPort() + "\r\n")
                .contains("\r\nConnection: close\r\n");
    }

    @Test
    void badStatusIsToldWithTheStatus() {
        answers("HTTP/1.1 503 Service Unavailable\r\n\r\n");

        assertThat(http())
                .returns(Cause.BAD_STATUS, ProbeResult::cause)
                .returns("status 503 (expected: 200..399)", ProbeResult::why);
    }

    @Test
    void otherLanguagesAreBadAnswers() {
        answers("SSH-2.0-OpenSSH_9.2\r\n");

        assertThat(http().cause()).isEqualTo(Cause.BAD_ANSWER);
    }

    @Test
    void endlessFirstLineIsABadAnswer() {
        answers("x".repeat(100_000));

        assertThat(http().cause()).isEqualTo(Cause.BAD_ANSWER);
    }

    @Test
    void closingWithoutAWordIsClosed() {
        answers("");

        assertThat(http().cause()).isEqualTo(Cause.CLOSED);
    }

    @Test
    void nobodyListeningIsRefused() throws IOException {
        server.close();

        assertThat(http().cause()).isEqualTo(Cause.REFUSED);
        assertThat(tcp().cause()).isEqualTo(Cause.REFUSED);
    }

    @Test
    void aCutConnectionIsReset() {
        serve(socket -> socket.setSoLinger(true, 0));

        assertThat(http().cause()).isEqualTo(Cause.RESET);
    }

    @Test
    void aHungProcessTimesOutOnTime() {
        var timeout = Duration.ofSeconds(1);

        var result = http(timeout);

        assertThat(result.cause()).isEqualTo(Cause.TIMEOUT);
        assertThat(result.nanos()).isBetween(timeout.toNanos(), timeout.toNanos() * 3);
    }

    @Test
    void aHungProcessStillAcceptsConnections() {
        assertThat(tcp()).returns(Cause.ANSWERED, ProbeResult::cause);
    }

    @Test
    void aByteNowAndThenGainsNoTime() {
        var stop = new CountDownLatch(1);
        serve(socket -> {
            var out = socket.getOutputStream();
            do {
                out.write('H');
            } while (!awaits(stop, 50));
        });

        var result = http(TIMEOUT);
        stop.countDown();

        assertThat(result.cause()).isEqualTo(Cause.TIMEOUT);
    }

    @Test
    void unknownNamesAreUnresolved() {
        var probe = new Probe(new ProbeTarget.Tcp("no-such-host.invalid", 1), Duration.ofSeconds(10), Ticker.system());

        assertThat(probe.run().cause()).isEqualTo(Cause.UNRESOLVED);
    }

    private ProbeResult http() {
        return http(LONG);
    }

    private ProbeResult http(Duration timeout) {
        var target = new ProbeTarget.Http("127.0.0.1", server.getLocalPort(), "/health");
        return new Probe(target, timeout, Ticker.system()).run();
    }

    private ProbeResult tcp() {
        return new Probe(new ProbeTarget.Tcp("127.0.0.1", server.getLocalPort()), LONG, Ticker.system()).run();
    }

    private CompletableFuture<String> answers(String answer) {
        var asked = new CompletableFuture<String>();
        serve(socket -> {
            asked.complete(head(socket));
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        });
        return asked;
    }

    private static String head(Socket socket) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) socket.getInputStream().read());
        }
        return head.toString();
    }

    private void serve(Behaviour behaviour) {
        Thread.ofVirtual().start(() -> {
            try (var socket = server.accept()) {
                behaviour.serve(socket);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static boolean awaits(CountDownLatch latch, int millis) {
        try {
            return latch.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Behaviour {
        void serve(Socket socket) throws IOException;
    }
}
