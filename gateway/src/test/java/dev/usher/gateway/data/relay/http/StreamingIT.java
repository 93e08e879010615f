package dev.usher.gateway.data.relay.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.testkit.Faults;
import dev.usher.gateway.testkit.RawClient;
import dev.usher.gateway.testkit.StubDirector;
import dev.usher.gateway.testkit.Talk;
import dev.usher.gateway.testkit.TestGateway;
import dev.usher.gateway.testkit.TestPlan;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Bodies that are larger than any buffer, and readers that are slower than any writer.
@Timeout(120)
class StreamingIT {

    private static final int PIECE = 64 * 1024;
    private static final long MEBIBYTE = 1 << 20;
    private static final long BUFFERS_MAX = 64 * MEBIBYTE;

    private final AtomicLong sent = new AtomicLong();

    @Test
    void bodiesOfManyMebibytesGoBothWays() throws Exception {
        upload(64 * MEBIBYTE, false);
        upload(64 * MEBIBYTE, true);
        download(64 * MEBIBYTE, false);
        download(64 * MEBIBYTE, true);
    }

    @Test
    @Tag("full")
    void bodiesOfTwoGibibytesGoBothWays() throws Exception {
        upload(2048 * MEBIBYTE, false);
        upload(2048 * MEBIBYTE, true);
        download(2048 * MEBIBYTE, false);
        download(2048 * MEBIBYTE, true);
    }

    private void upload(long bytes, boolean chunked) throws Exception {
        var director = StubDirector.scripted("one", talk -> {
            talk.head();
            talk.ok(Long.toString(chunked ? talk.drainChunks() : skipped(talk, bytes)));
            talk.awaitEnd();
        });
        try (var gateway = TestPlan.pooledBefore(director).start();
                var client = RawClient.connect(gateway.port())) {
            var peak = new AtomicLong();
            client.send("POST / HTTP/1.1\r\nHost: a\r\n"
                    + (chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + bytes) + "\r\n\r\n");
            write(piece -> client.socket().getOutputStream().write(piece), bytes, chunked, gateway, peak);

            assertThat(client.reply().body()).isEqualTo(Long.toString(bytes));
            assertThat(peak).hasValueLessThan(BUFFERS_MAX);
        }
    }

    private static long skipped(Talk talk, long bytes) throws IOException {
        talk.skip(bytes);
        return bytes;
    }

    private void download(long bytes, boolean chunked) throws Exception {
        var peak = new AtomicLong();
        var started = new CompletableFuture<TestGateway>();
        var director = StubDirector.scripted("one", talk -> {
            talk.request();
            talk.send("HTTP/1.1 200 OK\r\n" + (chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + bytes)
                    + "\r\n\r\n");
            write(talk::send, bytes, chunked, started.join(), peak);
            talk.awaitEnd();
        });
        try (var gateway = TestPlan.pooledBefore(director).start();
                var client = RawClient.connect(gateway.port())) {
            started.complete(gateway);
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");

            assertThat(client.bodyBytes()).isEqualTo(bytes);
            assertThat(peak).hasValueLessThan(BUFFERS_MAX);
        }
    }

    @FunctionalInterface
    private interface Sink {

        void take(byte[] piece) throws IOException;
    }

    private void write(Sink sink, long bytes, boolean chunked, TestGateway gateway, AtomicLong peak)
            throws IOException {
        var head = (Integer.toHexString(PIECE) + "\r\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        var end = "\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        var piece = new byte[PIECE];
        for (long left = bytes; left > 0; left -= PIECE) {
            if (chunked) {
                sink.take(head);
            }
            sink.take(piece);
            sent.addAndGet(PIECE);
            if (chunked) {
                sink.take(end);
            }
            peak.accumulateAndGet(gateway.bufferBytes(), Math::max);
        }
        if (chunked) {
            sink.take("0\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        }
    }

    @Test
    void aDirectorThatReadsSlowlyHoldsUpItsClient() throws Exception {
        long bytes = 200 * MEBIBYTE;
        var patience = new CountDownLatch(1);
        var director = StubDirector.scripted("one", talk -> {
            talk.head();
            patience.await();
            talk.skip(bytes);
            talk.ok("all");
            talk.awaitEnd();
        });
        try (var gateway = TestPlan.pooledBefore(director).start();
                var client = RawClient.connect(gateway.port())) {
            var peak = new AtomicLong();
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + bytes + "\r\n\r\n");
            var sender = Thread.ofVirtual()
                    .start(() -> unchecked(() -> write(
                            piece -> client.socket().getOutputStream().write(piece), bytes, false, gateway, peak)));
            stalls();

            assertThat(sent).hasValueLessThan(bytes / 2);
            assertThat(gateway.bufferBytes()).isLessThan(16 * MEBIBYTE);
            patience.countDown();
            sender.join();
            assertThat(client.reply().body()).isEqualTo("all");
            assertThat(peak).hasValueLessThan(BUFFERS_MAX);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aClientThatReadsSlowlyHoldsUpItsDirectorOnEachOfItsRequests(int requests) throws Exception {
        long bytes = 200 * MEBIBYTE;
        var started = new CompletableFuture<TestGateway>();
        var peak = new AtomicLong();
        var director = StubDirector.scripted("one", talk -> {
            for (int i = 1; i < requests; i++) {
                talk.request();
                talk.ok("x".repeat(7_000_000));
            }
            talk.request();
            talk.send("HTTP/1.1 200 OK\r\nContent-Length: " + bytes + "\r\n\r\n");
            write(talk::send, bytes, false, started.join(), peak);
            talk.awaitEnd();
        });
        try (var gateway = TestPlan.pooledBefore(director).start();
                var client = RawClient.slow(gateway.port())) {
            started.complete(gateway);
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n".repeat(requests));
            for (int i = 1; i < requests; i++) {
                client.skip(6_900_000);
            }
            stalls();

            assertThat(sent).hasValueLessThan(bytes / 2);
            assertThat(gateway.bufferBytes()).isLessThan(16 * MEBIBYTE);
            for (int i = 1; i < requests; i++) {
                client.skip(100_000 + "HTTP/1.1 200 OK\r\nContent-Length: 7000000\r\n\r\n".length());
            }
            assertThat(client.bodyBytes()).isEqualTo(bytes);
            assertThat(peak).hasValueLessThan(BUFFERS_MAX);
        }
    }

    @Test
    void answersThatAreNotTakenHoldUpTheQuestions() throws Exception {
        int requests = 60_000;
        var request = "GET / HTTP/1.1\r\nHost: a\r\nX-Pad: " + "x".repeat(400) + "\r\n\r\n";
        var batch = request.repeat(1000);
        try (var gateway = TestPlan.pooledBefore(StubDirector.polite("one"))
                        .token("t", "usher_t", Long.MAX_VALUE)
                        .start();
                var client = RawClient.slow(gateway.port())) {
            var sender = Thread.ofVirtual()
                    .start(() -> unchecked(() -> {
                        for (int i = 0; i < requests / 1000; i++) {
                            client.send(batch);
                            sent.incrementAndGet();
                        }
                    }));
            stalls();

            assertThat(sent).hasValueLessThan(requests / 1000);
            assertThat(gateway.bufferBytes()).isLessThan(16 * MEBIBYTE);
            var reply = client.reply();
            long length = 0;
            for (var field : reply.fields()) {
                length += field.length() + 2;
            }
            length += reply.line().length() + 4 + reply.body().length();
            client.skip(length * (requests - 1));
            sender.join();
            gateway.awaitQuiet();
            assertThat(gateway.lines()).hasSize(requests);
        }
    }

    /// Waits until nothing more has been sent for a second.
    private void stalls() {
        var before = new AtomicLong(-1);
        var same = new AtomicLong();
        Faults.until("the sender is held up", () -> {
            Faults.linger(Duration.ofMillis(100));
            long now = sent.get();
            return (before.getAndSet(now) == now ? same.incrementAndGet() : same.getAndSet(0)) >= 10;
        });
    }

    @FunctionalInterface
    private interface Task {

        void run() throws IOException;
    }

    private static void unchecked(Task task) {
        try {
            task.run();
        } catch (SocketTimeoutException e) {
            throw new AssertionError(e);
        } catch (IOException broken) {
            assertThat(broken).isNotNull();
        }
    }
}
