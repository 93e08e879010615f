package dev.usher.gateway.data.relay.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.core.exchange.Cause;
import dev.usher.gateway.testkit.RawClient;
import dev.usher.gateway.testkit.StubDirector;
import dev.usher.gateway.testkit.StubDirector.Script;
import dev.usher.gateway.testkit.TestGateway;
import dev.usher.gateway.testkit.TestPlan;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What goes through in both directions, and how it is framed.
@Timeout(20)
class RelayIT {

    private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\n";

    @Test
    void oneConnectionCarriesRequestAfterRequestOverOneConnection() throws IOException {
        var director = StubDirector.polite("one");
        try (var gateway = TestPlan.before(director).start();
                var client = RawClient.connect(gateway.port())) {
            for (int i = 0; i < 5; i++) {
                var reply = client.post("/events?n=" + i, "event " + i);

                assertThat(reply.status()).isEqualTo(200);
                assertThat(reply.body()).isEqualTo("one");
                assertThat(director.received().get(i).line()).isEqualTo("POST /events?n=" + i + " HTTP/1.1");
                assertThat(director.received().get(i).body()).hasToString("event " + i);
            }
            assertThat(director.talks()).hasSize(1);
            assertThat(gateway.line(4).status()).isEqualTo(200);
            assertThat(gateway.line(4).path()).isEqualTo("/events");
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrderEvenWhenTheFirstIsSlow() throws Exception {
        var patience = new CountDownLatch(1);
        var director = StubDirector.scripted("one", talk -> {
            for (var request = talk.request(); request != null; request = talk.request()) {
                if (request.line().contains("/1 ")) {
                    patience.await();
                }
                talk.ok(request.line());
            }
        });
        try (var gateway = TestPlan.before(director).start();
                var client = RawClient.connect(gateway.port())) {
            client.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n"
                    + "POST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
                    + "GET /3 HTTP/1.1\r\nHost: a\r\n\r\nGET /4 HT");
            client.send("TP/1.1\r\nHost: a\r\n\r\n");
            patience.countDown();

            assertThat(client.reply().body()).isEqualTo("GET /1 HTTP/1.1");
            assertThat(client.reply().body()).isEqualTo("POST /2 HTTP/1.1");
            assertThat(client.reply().body()).isEqualTo("GET /3 HTTP/1.1");
            assertThat(client.reply().body()).isEqualTo("GET /4 HTTP/1.1");
            assertThat(director.received()).hasSize(4);
        }
    }

    @Test
    void aPipelinedRequestWithABodyInPiecesArrivesWhole() throws IOException {
        var director = StubDirector.polite("one");
        try (var gateway = TestPlan.before(director).start();
                var client = RawClient.connect(gateway.port())) {
            client.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n" + POST + "Transfer-Encoding: chunked\r\n\r\n3\r\nab");

            assertThat(client.reply().status()).isEqualTo(200);
            assertThat(client.send("c\r\n", "4\r\ndefg\r\n0", "\r\n\r\n")
                            .reply()
                            .status())
                    .isEqualTo(200);
            assertThat(director.received().get(1).body()).hasToString("abcdefg");
        }
    }

    @Test
    void headAndBodilessStatusesHaveNoBodyWhateverTheirFieldsSay() throws IOException {
        var director = answering(
                "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n",
                "HTTP/1.1 204 No Content\r\n\r\n",
                "HTTP/1.1 304 Not Modified\r\nContent-Length: 77\r\nETag: \"x\"\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        try (var gateway = TestPlan.before(director).start();
                var client = RawClient.connect(gateway.port())) {
            var head = client.send("HEAD /1 HTTP/1.1\r\nHost: a\r\n\r\n").reply(true);
            var empty = client.get("/2");
            var unchanged = client.get("/3");
            var chunked = client.send("HEAD /4 HTTP/1.1\r\nHost: a\r\n\r\n").reply(true);
            var nothing = client.get("/5");

            assertThat(head.field("content-length")).isEqualTo("1000");
            assertThat(empty.status()).isEqualTo(204);
            assertThat(unchanged.status()).isEqualTo(304);
            assertThat(unchanged.field("content-length")).isEqualTo("77");
            assertThat(unchanged.field("etag")).isEqualTo("\"x\"");
            assertThat(chunked.field("transfer-encoding")).isEmpty();
            assertThat(nothing.status()).isEqualTo(200);
            assertThat(director.talks()).hasSize(1);
        }
    }

    @Test
    void chunkedBodiesAreFramedAnewBothWays() throws IOException {
        var director = StubDirector.scripted("one", talk -> {
            talk.request();
            talk.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n000A;name=\"va lue\"\r\n0123456789\r\n");
            talk.send("1\r\nx\r\n0\r\n\r\n");
            talk.awaitEnd();
        });
        try (var gateway = TestPlan.before(director).start();
                var client = RawClient.connect(gateway.port())) {
            var reply = client.send(POST
                            + "Transfer-Encoding: CHUNKED\r\n\r\n"
                            + "0005;a=b;c\r\n"
                            + "hello\r\n"
                            + "6;x\r\n"
                            + " world\r\n"
                            + "0;last\r\n\r\n")
                    .reply();

            assertThat(reply.body()).isEqualTo("0123456789x");
            var seen = director.talks().getFirst().bytes();
            assertThat(seen).contains("\r\nTransfer-Encoding: chunked\r\n").doesNotContain("a=b", "last", ";x");
            assertThat(seen).endsWith("\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n");
        }
    }

    @Test
    void trailersTravelBothWaysButThoseThatFrameOrRoute() throws IOException {
        var director = StubDirector.scripted("one", talk -> {
            talk.request();
            talk.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n2\r\nok\r\n0\r\n"
                    + "X-Sum: 7\r\nContent-Length: 9\r\nX-Usher-Token: no\r\ngrpc-status: 0\r\n\r\n");
            talk.awaitEnd();
        });
        try (var gateway = TestPlan.before(director).start();
                var client = RawClient.connect(gateway.port())) {
            var reply = client.send(POST
                            + "Transfer-Encoding: chunked\r\n\r\n"
                            + "1\r\n"
                            + "a\r\n"
                            + "0\r\n"
                            + "X-Check: 1\r\n"
                            + "Transfer-Encoding: chunked\r\n"
                            + "Host: evil\r\n"
                            + "Authorization: Bearer x\r\n"
                            + "X-Usher-A: b\r\n"
                            + "X-Last: 2\r\n\r\n")
                    .reply();

            assertThat(reply.trailers()).containsExactly("X-Sum: 7", "grpc-status: 0");
            assertThat(director.received().getFirst().trailers()).containsExactly("X-Check: 1", "X-Last: 2");
        }
    }

    @Test
    void interimResponsesPassToThoseWhoKnowThem() throws IOException {
        var director = StubDirector.scripted("one", talk -> {
            while (talk.request() != null) {
                talk.send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\nHTT");
                talk.send("P/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            }
        });
        try (var gateway = TestPlan.before(director).start();
                var client = RawClient.connect(gateway.port());
                var old = RawClient.connect(gateway.port())) {
            var hints = client.get("/");

            assertThat(hints.status()).isEqualTo(103);
            assertThat(hints.field("link")).isEqualTo("</a>");
            assertThat(client.reply().status()).isEqualTo(102);
            assertThat(client.reply().body()).isEqualTo("ok");
            assertThat(old.send("GET / HTTP/1.0\r\n\r\n").rest())
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .endsWith("ok");
        }
    }

    @Test
    void aDirectorIsAskedBeforeTheBodyIsSent() throws IOException {
        var director = StubDirector.scripted("one", talk -> {
            for (var request = talk.head(); request != null; request = talk.head()) {
                assertThat(request.one("expect")).isEqualTo("100-continue");
                talk.send("HTTP/1.1 100 Continue\r\n\r\n");
                talk.readBody(request);
                talk.ok(request.body().toString());
            }
        });
        try (var gateway = TestPlan.before(director).start();
                var client = RawClient.connect(gateway.port())) {
            client.send(POST + "Content-Length: 5\r\nExpect: 100-Continue\r\n\r\n");

            assertThat(client.reply().status()).isEqualTo(100);
            assertThat(client.send("hello").reply().body()).isEqualTo("hello");
            client.send(POST + "Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n");
            assertThat(client.reply().status()).isEqualTo(100);
            assertThat(client.send("1\r\nx\r\n0\r\n\r\n").reply().body()).isEqualTo("x");
        }
    }

    @Test
    void aClientThatDoesNotWaitForTheGoAheadIsServedToo() throws IOException {
        var director = StubDirector.scripted("one", talk -> {
            for (var request = talk.request(); request != null; request = talk.request()) {
                talk.ok(request.body().toString());
            }
        });
        try (var gateway = TestPlan.before(director).start();
                var client = RawClient.connect(gateway.port())) {
            var expectation = POST + "Content-Length: 5\r\nExpect: 100-continue\r\n\r\nhello";

            assertThat(client.send(expectation).reply().body()).isEqualTo("hello");
            assertThat(client.send(expectation).reply().body()).isEqualTo("hello");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"417 Expectation Failed", "413 Content Too Large"})
    void aDirectorMayRefuseBeforeTheBodyIsSent(String status) throws IOException {
        var director = StubDirector.scripted("one", talk -> {
            talk.head();
            talk.send("HTTP/1.1 " + status + "\r\nContent-Length: 2\r\n\r\nno");
            talk.awaitEnd();
        });
        try (var gateway = TestPlan.before(director).start();
                var client = RawClient.connect(gateway.port())) {
            client.send(POST + "Content-Length: 5\r\nExpect: 100-continue\r\n\r\n");
            var reply = client.reply();

            assertThat(reply.line()).isEqualTo("HTTP/1.1 " + status);
            assertThat(reply.body()).isEqualTo("no");
            assertThat(reply.field("connection")).isEqualTo("close");
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void anEarlyAnswerArrivesWhileTheBodyIsStillBeingSent() throws IOException {
        var director = StubDirector.scripted("one", talk -> {
            talk.head();
            talk.read(10);
            talk.send("HTTP/1.1 507 Full\r\nContent-Length: 4\r\n\r\nfull");
            talk.awaitEnd();
        });
        try (var gateway = TestPlan.before(director).start();
                var client = RawClient.connect(gateway.port())) {
            client.send(POST + "Content-Length: 1000000\r\n\r\n" + "x".repeat(1000));
            var reply = client.reply();

            assertThat(reply.status()).isEqualTo(507);
            assertThat(reply.body()).isEqualTo("full");
            assertThat(reply.field("connection")).isEqualTo("close");
            assertThat(client.send("x".repeat(1000)).ended()).isTrue();
        }
    }

    @Test
    void anEarlyAnswerIsHeardFromADirectorThatHangsUpAtOnce() throws IOException {
        Script rude = talk -> {
            talk.head();
            talk.send("HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 4\r\n\r\nfull");
        };
        for (int i = 0; i < 40; i++) {
            var director = StubDirector.scripted("one", rude);
            try (var gateway = TestPlan.before(director).start();
                    var client = RawClient.connect(gateway.port())) {
                client.send(POST + "Content-Length: 300000\r\n\r\n" + "x".repeat(300_000));

                assertThat(client.reply().status()).isEqualTo(413);
            }
        }
    }

    @Test
    void olderClientsAreAnsweredInWordsTheyKnow() throws IOException {
        var director = answering(
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-T: 1\r\n\r\n");
        try (var gateway = TestPlan.before(director).start();
                var client = RawClient.connect(gateway.port())) {
            var first = client.send("GET /1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                    .reply();
            var second = client.send("GET /2 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                    .rest();

            assertThat(first.field("connection")).isEqualTo("keep-alive");
            assertThat(first.body()).isEqualTo("ok");
            assertThat(second)
                    .doesNotContain("Transfer-Encoding")
                    .contains("Connection: close\r\n")
                    .endsWith("\r\n\r\nok");
            assertThat(director.received().getFirst().line()).isEqualTo("GET /1 HTTP/1.1");
        }
    }

    @Test
    void olderDirectorsAndThoseWhoHangUpAreUnderstood() throws IOException {
        var director = StubDirector.scripted("one", talk -> {
            var request = Objects.requireNonNull(talk.request());
            talk.send((request.line().contains("old") ? "HTTP/1.0 200 OK\r\n" : "HTTP/1.1 200 \r\n")
                    + "X-A: b\r\n\r\nuntil ");
            talk.send("the end");
        });
        try (var gateway = TestPlan.before(director).start();
                var client = RawClient.connect(gateway.port())) {
            assertThat(client.get("/old").body()).isEqualTo("until the end");
            assertThat(client.get("/new").body()).isEqualTo("until the end");
            assertThat(director.talks()).hasSize(2);
        }
    }

    @Test
    void anOlderClientSeesTheEndOfAnEndlessBodyAsItsConnectionsEnd() throws IOException {
        var director = StubDirector.scripted("one", talk -> {
            talk.request();
            talk.send("HTTP/1.1 200 OK\r\n\r\nuntil the end");
        });
        try (var gateway = TestPlan.before(director).start();
                var client = RawClient.connect(gateway.port())) {
            assertThat(client.send("GET / HTTP/1.0\r\nHost: a\r\n\r\n").rest()).endsWith("\r\n\r\nuntil the end");
        }
    }

    @Test
    void headsOfManyFieldsInSinglePiecesAreRead() throws IOException {
        var director = StubDirector.polite("one");
        try (var gateway = TestPlan.before(director).start();
                var client = RawClient.connect(gateway.port())) {
            var request = new StringBuilder("GET / HTTP/1.1\r\nHost: a\r\n");
            for (int i = 0; i < 100; i++) {
                request.append("X-Field-" + i + ": " + "v".repeat(100) + "\r\n");
            }
            for (var piece : request.append("\r\n").toString().split("(?<=X-F)", -1)) {
                client.send(piece);
            }

            assertThat(client.reply().status()).isEqualTo(200);
            assertThat(director.received().getFirst().one("X-Field-99")).hasSize(100);
        }
    }

    @Test
    void responseHeadsMayComeInPiecesAndBeLong() throws IOException {
        var director = StubDirector.scripted("one", talk -> {
            talk.request();
            talk.send("HTTP/1.1 200 O");
            talk.send("K\r\nX-Long: " + "v".repeat(30_000));
            talk.send("\r\nContent-Length: 3\r");
            talk.send("\n\r\nab");
            talk.send("c");
            talk.awaitEnd();
        });
        try (var gateway = TestPlan.before(director).start();
                var client = RawClient.connect(gateway.port())) {
            var reply = client.get("/");

            assertThat(reply.field("x-long")).hasSize(30_000);
            assertThat(reply.body()).isEqualTo("abc");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nX-A : b\r\n\r\n",
                "HTTP/1.1 200 OK\nContent-Length: 2\n\nok",
                "HTTP/1.1 200 OK\r\nX: a\r\n b\r\n\r\n",
                "HTTP/2 200 OK\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
                "SSH-2.0-OpenSSH_9.2\r\n",
                "HTTP/1.1 099 What\r\n\r\n",
                "+OK\r\n",
            })
    void anAnswerThatIsNotHttpIsNotPassedOn(String answer) throws IOException {
        var director = StubDirector.scripted("one", talk -> {
            talk.request();
            talk.send(answer);
            talk.awaitEnd();
        });
        try (var gateway = TestPlan.before(director).start();
                var client = RawClient.connect(gateway.port())) {
            var reply = client.post("/", "x");

            assertThat(reply.status()).isEqualTo(502);
            assertThat(reply.code()).isEqualTo("director_reset");
        }
    }

    @Test
    void nonsenseInAChunkedResponseEndsIt() throws IOException {
        var director = StubDirector.scripted("one", talk -> {
            talk.request();
            talk.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nzz\r\nand more");
            talk.awaitEnd();
        });
        try (var gateway = TestPlan.before(director).start();
                var client = RawClient.connect(gateway.port())) {
            var reply = client.get("/");

            assertThat(reply.whole()).isFalse();
            assertThat(gateway.line(0).cause()).isEqualTo(Cause.DIRECTOR_RESET);
        }
    }

    @Test
    void moreThanOneAnswerToOneRequestIsNeverTheNextRequestsAnswer() throws IOException {
        var director = StubDirector.scripted("one", talk -> {
            talk.request();
            talk.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
            if (talk.request() != null) {
                talk.ok("good");
            }
        });
        try (var gateway = TestPlan.before(director).start();
                var client = RawClient.connect(gateway.port())) {
            client.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n");

            assertThat(client.reply().body()).isEqualTo("ok");
            assertThat(client.reply().body()).isEqualTo("ok");
            assertThat(director.talks()).hasSize(2);
        }
    }

    @Test
    void manyClientsOnTwoLoopsAreAllServed() throws Exception {
        var director = StubDirector.scripted("one", talk -> {
            for (var request = talk.request(); request != null; request = talk.request()) {
                talk.ok(request.body().toString());
            }
        });
        try (var gateway = TestPlan.before(director).eventLoops(2).start()) {
            var threads = new Thread[16];
            var wrong = new java.util.concurrent.atomic.AtomicInteger();
            for (int t = 0; t < threads.length; t++) {
                int me = t;
                threads[t] = Thread.ofVirtual().start(() -> wrong.addAndGet(wrongAnswers(gateway, me)));
            }
            for (var thread : threads) {
                thread.join();
            }

            assertThat(wrong).hasValue(0);
            assertThat(director.received()).hasSize(16 * 30);
        }
    }

    private static int wrongAnswers(TestGateway gateway, int me) {
        int wrong = 0;
        try (var client = RawClient.connect(gateway.port())) {
            for (int i = 0; i < 30; i++) {
                var body = me + ":" + i + "x".repeat(i * 100);
                wrong += client.post("/", body).body().equals(body) ? 0 : 1;
            }
        } catch (IOException broken) {
            return 30;
        }
        return wrong;
    }

    /// A Director that gives these answers one after the other on each connection.
    private static StubDirector answering(String... answers) {
        return StubDirector.scripted("one", talk -> {
            for (var answer : answers) {
                if (talk.request() == null) {
                    return;
                }
                talk.send(answer);
            }
            talk.awaitEnd();
        });
    }
}
