package dev.usher.gateway.data.relay.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.core.exchange.Cause;
import dev.usher.gateway.data.tls.CertificateFiles;
import dev.usher.gateway.data.tls.CertificateStore;
import dev.usher.gateway.data.tls.TlsSettings;
import dev.usher.gateway.testkit.Certificates;
import dev.usher.gateway.testkit.Faults;
import dev.usher.gateway.testkit.RawClient;
import dev.usher.gateway.testkit.StubDirector;
import dev.usher.gateway.testkit.TestPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How connections end, on purpose and otherwise.
@Timeout(120)
class EndingsIT {

    private static final Duration SHORT = Duration.ofMillis(300);
    /// Where something else has to come in time before.
    private static final Duration AMPLE = Duration.ofSeconds(3);

    private static final Duration LONG = Duration.ofSeconds(10);
    private static final int LARGE = 8_000_000;
    private static final int MEDIUM = 200_000;
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\n";

    private final Certificates authority = new Certificates();

    @TempDir
    private Path directory;

    @Test
    void aClientThatHasSaidAllMayCloseItsSideAndIsStillAnswered() throws Exception {
        var patience = new CountDownLatch(1);
        var director = answering(patience, MEDIUM);
        try (var gateway = TestPlan.before(director).start();
                var client = RawClient.connect(gateway.port())) {
            client.send(POST + "Content-Length: 2\r\n\r\nab").finish();
            Faults.until("the request arrived", () -> !director.received().isEmpty());
            patience.countDown();

            assertThat(client.reply().body().length()).isEqualTo(MEDIUM);
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void halfClosingBehindPipelinedRequestsLosesNoAnswer() throws Exception {
        var director = StubDirector.polite("one");
        try (var gateway = TestPlan.before(director).start();
                var client = RawClient.connect(gateway.port())) {
            client.send(GET + GET + GET).finish();

            for (int i = 0; i < 3; i++) {
                assertThat(client.reply().body()).isEqualTo("one");
            }
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void halfClosingBehindPipelinedRequestsLosesNoRefusal() throws Exception {
        var director = StubDirector.polite("one");
        try (var gateway = TestPlan.before(director)
                        .token("t", "usher_t", Long.MAX_VALUE)
                        .start();
                var client = RawClient.connect(gateway.port())) {
            client.send(GET.replace("\r\n\r\n", "\r\nX-API-Key: usher_t\r\n\r\n") + GET + GET)
                    .finish();

            assertThat(client.reply().status()).isEqualTo(200);
            assertThat(client.reply().status()).isEqualTo(401);
            assertThat(client.reply().status()).isEqualTo(401);
            assertThat(client.ended()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"keep-alive", "close"})
    void aClientThatHalfClosesWhileItReadsSlowlyGetsAllOfItsAnswer(String connection) throws Exception {
        var director = answering(new CountDownLatch(0), MEDIUM);
        try (var gateway = TestPlan.before(director).start();
                var client = RawClient.slow(gateway.port())) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: " + connection + "\r\n\r\n");
            gateway.line(0);
            client.finish();
            Faults.linger(Duration.ofMillis(100));

            assertThat(client.reply().body().length()).isEqualTo(MEDIUM);
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void aSlowReaderOfALastAnswerGetsAllOfIt() throws Exception {
        try (var gateway = TestPlan.before(large()).start();
                var client = RawClient.slow(gateway.port())) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            long read = 0;
            for (; gateway.lines().isEmpty(); read += 4096) {
                client.skip(4096);
            }
            Faults.linger(Duration.ofMillis(2500));

            assertThat(read + client.rest().length()).isGreaterThanOrEqualTo(LARGE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aTlsClientThatSaysGoodbyeIsGone(String version) throws Exception {
        var director = StubDirector.scripted("one", talk -> {
            talk.request();
            talk.awaitEnd();
        });
        try (var store = certificates();
                var gateway = TestPlan.before(director).tls(store).start();
                var client = RawClient.tls(gateway.port(), authority.clientContext(), version)) {
            client.send(POST + "Content-Length: 2\r\n\r\nab");
            Faults.until("the request arrived", () -> !director.received().isEmpty());
            client.finish();

            Faults.until("the Director's connection ended", () -> director.open() == 0);
            assertThat(client.rest()).isEmpty();
            assertThat(gateway.line(0).detail()).isEqualTo("the client went away");
        }
    }

    @Test
    void tlsCarriesRequestsAndLargeAnswers() throws Exception {
        var director = large();
        try (var store = certificates();
                var gateway = TestPlan.before(director).tls(store).start();
                var client = RawClient.tls(gateway.port(), authority.clientContext())) {
            assertThat(client.post("/", "x".repeat(100_000)).body().length()).isEqualTo(LARGE);
            assertThat(client.get("/").body().length()).isEqualTo(LARGE);
            assertThat(director.received().getLast().one("x-forwarded-proto")).isEqualTo("https");
            assertThat(gateway.line(0).protocol()).isEqualTo("HTTP/1.1 TLS");
        }
    }

    @Test
    void plainHttpOnATlsPortIsAnswered() throws Exception {
        var director = StubDirector.polite("one");
        try (var store = certificates();
                var gateway = TestPlan.before(director).tls(store).start();
                var client = RawClient.connect(gateway.port())) {
            var reply = client.send(POST + "Content-Length: 100000\r\n\r\n" + "x".repeat(100_000))
                    .reply();

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.code()).isEqualTo("plain_http_on_tls");
            assertThat(client.ended()).isTrue();
            assertThat(gateway.line(0).cause()).isEqualTo(Cause.PLAIN_HTTP_ON_TLS);
            assertThat(director.received()).isEmpty();
        }
    }

    @Test
    void aClientThatVanishesInMidBodyTakesTheDirectorsConnectionWithIt() throws Exception {
        var director = StubDirector.polite("one");
        try (var gateway = TestPlan.before(director).start()) {
            for (boolean reset : new boolean[] {true, false}) {
                try (var client = RawClient.connect(gateway.port())) {
                    client.send(POST + "Content-Length: 100\r\n\r\nabc");
                    Faults.until("the head arrived", () -> director.received().size() == (reset ? 1 : 2));
                    if (reset) {
                        client.reset();
                    }
                }
                Faults.until("the Director's connection ended", () -> director.open() == 0);
            }
            assertThat(gateway.line(1).status()).isZero();
            assertThat(gateway.line(1).detail()).isEqualTo("the client went away");
            assertThat(gateway.line(1).bytesIn()).isEqualTo(3);
        }
    }

    @Test
    void aClientThatVanishesInMidAnswerTakesTheDirectorsConnectionWithIt() throws Exception {
        var director = large();
        try (var gateway = TestPlan.before(director).start()) {
            try (var client = RawClient.slow(gateway.port())) {
                client.send(GET).skip(1000);
                client.reset();
            }
            Faults.until("the Director's connection ended", () -> director.open() == 0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nha",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n0\r\n",
            })
    void anAnswerThatIsBrokenOffNeverLooksWhole(String answer) throws Exception {
        var director = StubDirector.scripted("one", talk -> {
            talk.request();
            talk.send(answer);
        });
        try (var gateway = TestPlan.before(director).start();
                var client = RawClient.connect(gateway.port())) {
            assertThat(client.get("/").whole()).isFalse();
            assertThat(gateway.line(0).cause()).isEqualTo(Cause.DIRECTOR_RESET);
            assertThat(gateway.line(0).status()).isEqualTo(200);
            assertThat(gateway.line(0).director()).hasToString("one");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void toAnOlderClientABrokenOffAnswerIsAReset(boolean tls) throws Exception {
        var patience = new CountDownLatch(1);
        var director = StubDirector.scripted("one", talk -> {
            talk.request();
            talk.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n");
            patience.await();
            talk.reset();
        });
        try (var store = certificates();
                var gateway = (tls ? TestPlan.before(director).tls(store) : TestPlan.before(director)).start();
                var client = tls
                        ? RawClient.tls(gateway.port(), authority.clientContext())
                        : RawClient.connect(gateway.port())) {
            client.send("GET / HTTP/1.0\r\n\r\n").skip("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhalf".length());
            patience.countDown();

            assertThat(client.endsInOrder()).isFalse();
        }
    }

    @Test
    void aHeadThatTakesTooLongIsRefused() throws Exception {
        var director = StubDirector.polite("one");
        try (var gateway = TestPlan.before(director).timeouts(AMPLE, LONG, LONG).start();
                var client = RawClient.connect(gateway.port())) {
            assertThat(client.get("/").status()).isEqualTo(200);
            var reply = client.send("GET / HT").reply();

            assertThat(reply.status()).isEqualTo(408);
            assertThat(reply.code()).isEqualTo("header_timeout");
            assertThat(client.ended()).isTrue();
            assertThat(gateway.line(1).cause()).isEqualTo(Cause.HEADER_TIMEOUT);
        }
    }

    @Test
    void aConnectionThatNeverSaysAnythingIsClosed() throws Exception {
        var director = StubDirector.polite("one");
        try (var gateway = TestPlan.before(director).timeouts(SHORT, LONG, LONG).start();
                var client = RawClient.connect(gateway.port())) {
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void anIdleConnectionIsClosedBetweenRequests() throws Exception {
        var director = StubDirector.polite("one");
        try (var gateway = TestPlan.before(director).timeouts(LONG, SHORT, LONG).start();
                var client = RawClient.connect(gateway.port())) {
            assertThat(client.get("/").status()).isEqualTo(200);
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void aBodyThatStopsComingEndsTheExchange() throws Exception {
        var director = StubDirector.polite("one");
        try (var gateway = TestPlan.before(director).timeouts(LONG, SHORT, LONG).start();
                var client = RawClient.connect(gateway.port())) {
            client.send(POST + "Content-Length: 100\r\n\r\nabc");

            assertThat(client.ended()).isTrue();
            assertThat(gateway.line(0).cause()).isEqualTo(Cause.IDLE_TIMEOUT);
            Faults.until("the Director's connection ended", () -> director.open() == 0);
        }
    }

    @Test
    void aDirectorThatDoesNotAnswerInTimeIsNotWaitedFor() throws Exception {
        var director = StubDirector.scripted("one", talk -> {
            talk.request();
            talk.awaitEnd();
        });
        var other = StubDirector.polite("two");
        try (var gateway = TestPlan.before(director, other)
                        .timeouts(LONG, LONG, AMPLE)
                        .start();
                var client = RawClient.connect(gateway.port())) {
            var reply = client.post("/", "x");

            assertThat(reply.status()).isEqualTo(504);
            assertThat(reply.code()).isEqualTo("director_timeout");
            assertThat(gateway.line(0).cause()).isEqualTo(Cause.DIRECTOR_TIMEOUT);
            assertThat(gateway.line(0).director()).hasToString("one");
            assertThat(gateway.load(director).failures()).isEqualTo(1);
            assertThat(client.post("/", "x").body()).isEqualTo("two");
        }
    }

    @Test
    void aSlowDirectorsRequestIsNotGivenToAnotherOne() throws Exception {
        var director = StubDirector.scripted("one", talk -> {
            talk.request();
            talk.awaitEnd();
        });
        var other = StubDirector.polite("two");
        try (var gateway = TestPlan.before(director, other)
                        .timeouts(LONG, LONG, SHORT)
                        .start();
                var client = RawClient.connect(gateway.port())) {
            assertThat(client.get("/").code()).isEqualTo("director_timeout");
            assertThat(gateway.line(0).detail()).doesNotContain("judged down");
            assertThat(other.received()).isEmpty();
        }
    }

    @Test
    void aDirectorThatTakesNoMoreOfABodyIsTheOneToBlame() throws Exception {
        var patience = new CountDownLatch(1);
        var director = StubDirector.scripted("one", talk -> {
            talk.head();
            patience.await();
        });
        try (var gateway = TestPlan.before(director).timeouts(LONG, AMPLE, LONG).start();
                var client = RawClient.connect(gateway.port())) {
            client.send(POST + "Content-Length: 100000000\r\n\r\n");
            var sender = Thread.ofVirtual().start(() -> sendUntilBroken(client));
            var reply = client.reply();
            patience.countDown();
            client.reset();
            sender.join();

            assertThat(reply.code()).isEqualTo("director_timeout");
            assertThat(gateway.load(director).failures()).isEqualTo(1);
        }
    }

    private static void sendUntilBroken(RawClient client) {
        try {
            for (int i = 0; i < 1000; i++) {
                client.send("x".repeat(100_000));
            }
        } catch (IOException enough) {
            assertThat(enough).isNotNull();
        }
    }

    @Test
    void aRefusedRequestWithASmallBodyKeepsItsConnection() throws Exception {
        var director = StubDirector.polite("one");
        try (var gateway = TestPlan.before(director)
                        .token("t", "usher_t", Long.MAX_VALUE)
                        .start();
                var client = RawClient.connect(gateway.port())) {
            assertThat(client.post("/", "x".repeat(1000)).status()).isEqualTo(401);
            client.send(POST + "Content-Length: 3\r\n\r\na");
            assertThat(client.reply().status()).isEqualTo(401);
            client.send("bcGET / HTTP/1.1\r\nHost: a\r\nX-API-Key: usher_t\r\n\r\n");
            assertThat(client.reply().status()).isEqualTo(200);
            assertThat(director.received()).hasSize(1);
            assertThat(director.received().getFirst().line()).isEqualTo("GET / HTTP/1.1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 5000000", "Transfer-Encoding: chunked"})
    void aRefusalReachesTheSenderOfALargeBody(String framing) throws Exception {
        var director = StubDirector.polite("one");
        try (var gateway = TestPlan.before(director)
                        .token("t", "usher_t", Long.MAX_VALUE)
                        .start();
                var client = RawClient.connect(gateway.port())) {
            client.send(POST + framing + "\r\n\r\n");
            client.send("4c4b40\r\n" + "x".repeat(5_000_000));
            var reply = client.reply();

            assertThat(reply.code()).isEqualTo("token_missing");
            assertThat(reply.field("connection")).isEqualTo("close");
            assertThat(client.ended()).isTrue();
            assertThat(director.received()).isEmpty();
        }
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedWhenThatIsKnown() throws Exception {
        var director = StubDirector.scripted("one", talk -> {
            talk.head();
            talk.awaitEnd();
        });
        try (var gateway = TestPlan.before(director).bodyBytesMax(1000).start();
                var client = RawClient.connect(gateway.port());
                var other = RawClient.connect(gateway.port())) {
            assertThat(client.post("/", "x".repeat(1001)).code()).isEqualTo("body_too_large");
            assertThat(director.received()).isEmpty();
            other.send(POST + "Transfer-Encoding: chunked\r\n\r\n1f4\r\n" + "x".repeat(500) + "\r\n");
            Faults.until("the head arrived", () -> !director.received().isEmpty());
            other.send("1f4\r\n" + "x".repeat(500) + "\r\n");
            assertThat(other.reply().code()).isEqualTo("body_too_large");
        }
    }

    @Test
    void aListenerThatIsFullClosesAndCounts() throws Exception {
        var director = StubDirector.polite("one");
        try (var gateway = TestPlan.before(director).limits(2, 1).start();
                var client = RawClient.connect(gateway.port())) {
            assertThat(client.get("/").status()).isEqualTo(200);
            try (var second = RawClient.connect(gateway.port())) {
                assertThat(second.ended()).isTrue();
            }
            try (var elsewhere = RawClient.connectFrom("127.0.0.2", gateway.port())) {
                assertThat(elsewhere.get("/").status()).isEqualTo(200);
                try (var third = RawClient.connectFrom("127.0.0.3", gateway.port())) {
                    assertThat(third.ended()).isTrue();
                }
            }
            gateway.line(3);
            assertThat(gateway.lines())
                    .filteredOn(line -> line.status() != 200)
                    .extracting(line -> line.cause())
                    .containsExactlyInAnyOrder(Cause.SOURCE_LIMIT, Cause.CONNECTION_LIMIT);
            assertThat(gateway.metrics())
                    .contains("usher_refused_total{listener=\"agents\",reason=\"source_limit\"} 1.0")
                    .contains("usher_refused_total{listener=\"agents\",reason=\"connection_limit\"} 1.0");
        }
    }

    @Test
    void whoeverMayReachNoClusterIsClosedAtOnce() throws Exception {
        var director = StubDirector.polite("one");
        try (var gateway = TestPlan.before(director).reachableFrom("127.0.0.1").start();
                var stranger = RawClient.connectFrom("127.0.0.2", gateway.port());
                var client = RawClient.connect(gateway.port())) {
            assertThat(stranger.ended()).isTrue();
            assertThat(client.get("/").status()).isEqualTo(200);
            assertThat(gateway.line(0).cause()).isEqualTo(Cause.ACL_DENIED);
        }
    }

    /// A Director that answers with a large body.
    private static StubDirector large() {
        return answering(new CountDownLatch(0), LARGE);
    }

    /// A Director that answers with a body of `length` once `patience` is over.
    private static StubDirector answering(CountDownLatch patience, int length) {
        return StubDirector.scripted("one", talk -> {
            while (talk.request() != null) {
                patience.await();
                talk.ok("x".repeat(length));
            }
        });
    }

    private CertificateStore certificates() throws Exception {
        var issued = authority.issue(directory, "one", "localhost", "127.0.0.1");
        var files = List.of(new CertificateFiles(issued.certificate(), issued.key()));
        return CertificateStore.open(new TlsSettings(files, "1.2"), InstantSource.system());
    }
}
