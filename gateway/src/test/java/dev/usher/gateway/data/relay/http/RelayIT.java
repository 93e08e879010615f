package dev.usher.gateway.data.relay.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.core.exchange.Cause;
import dev.usher.gateway.testkit.RawClient;
import dev.usher.gateway.testkit.StubDirector;
import dev.usher.gateway.testkit.TestPlan;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What goes through in both directions, and how.
@Timeout(20)
class RelayIT {

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
}
