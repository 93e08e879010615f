package dev.usher.gateway.data.relay.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.testkit.RawClient;
import dev.usher.gateway.testkit.Received;
import dev.usher.gateway.testkit.StubDirector;
import dev.usher.gateway.testkit.TestGateway;
import dev.usher.gateway.testkit.TestPlan;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is meant to make two parsers disagree is refused before a Director hears of it, and a sloppy Director
/// never sees two requests where one was meant.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(20)
class SmugglingIT {

    /// What stands behind each attack: were any of it taken for a request, the Director would have it.
    private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";

    private final StubDirector director = StubDirector.polite("one");
    private int attacks;
    private TestGateway gateway = TestPlan.before(director).start();

    @BeforeAll
    void isOpen() {
        assertThat(gateway.port()).isPositive();
    }

    @BeforeEach
    void forget() {
        director.forget();
    }

    @AfterAll
    void close() {
        gateway.close();
    }

    static Stream<String> requestLines() {
        return Smuggling.requestLines().stream();
    }

    static Stream<String> fields() {
        return Smuggling.fields().stream();
    }

    static Stream<String> framings() {
        return Smuggling.framings().stream();
    }

    static Stream<String> chunks() {
        return Smuggling.chunks().stream();
    }

    static Stream<String> trailers() {
        return Smuggling.trailers().stream();
    }

    static Stream<String> heads() {
        return Smuggling.heads().stream();
    }

    @ParameterizedTest
    @MethodSource("requestLines")
    void anOddRequestLineIsRefused(String line) throws IOException {
        refused(line + "\r\nHost: a\r\n\r\n");
    }

    @ParameterizedTest
    @MethodSource("fields")
    void anOddFieldIsRefused(String field) throws IOException {
        refused("POST / HTTP/1.1\r\nHost: a\r\n" + field + "\r\nContent-Length: 0\r\n\r\n");
    }

    @ParameterizedTest
    @MethodSource("framings")
    void anOddFramingIsRefused(String fields) throws IOException {
        refused("POST / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n\r\n");
    }

    @ParameterizedTest
    @MethodSource("heads")
    void anOddHeadIsRefused(String head) throws IOException {
        refused(head);
    }

    /// Nothing of these reaches the Director, alone or behind a good request on the same connection, whole or torn.
    private void refused(String bytes) throws IOException {
        try (var client = RawClient.connect(gateway.port())) {
            refused(client.send(bytes + SMUGGLED), bytes);
        }
        assertThat(seen()).isEmpty();
        try (var client = RawClient.connect(gateway.port())) {
            client.send("GET /good HTTP/1.1\r\nHost: a\r\n\r\n" + bytes + SMUGGLED);
            assertThat(client.reply().body()).isEqualTo("one");
            refused(client, bytes);
        }
        assertThat(seen()).hasSize(1);
        try (var client = RawClient.connect(gateway.port())) {
            int middle = bytes.length() / 2;
            refused(client.send(bytes.substring(0, middle), bytes.substring(middle) + SMUGGLED), bytes);
        }
        assertThat(seen()).hasSize(1);
    }

    /// What the Director had, but for heads of broken bodies, which it may read late.
    private List<Received> seen() {
        return director.received().stream()
                .filter(request -> !request.line().contains("/attack-"))
                .toList();
    }

    private static void refused(RawClient client, String bytes) throws IOException {
        var reply = client.reply();

        assertThat(reply.status()).as(bytes).isEqualTo(400);
        assertThat(reply.code()).isEqualTo("bad_request");
        assertThat(reply.field("connection")).isEqualTo("close");
        assertThat(client.ended()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("chunks")
    void oddChunksNeverMakeAWholeRequest(String body) throws IOException {
        broken(body);
    }

    @ParameterizedTest
    @MethodSource("trailers")
    void anOddTrailerNeverMakesAWholeRequest(String trailer) throws IOException {
        broken("3\r\nabc\r\n0\r\n" + trailer + "\r\n\r\n");
    }

    /// The head may have gone on before the fault came, but never an end, and never what stands behind it.
    private void broken(String body) throws IOException {
        for (var pieces : new String[][] {{body + SMUGGLED}, body.split("(?<=\r)|(?<=\n)"), {body, SMUGGLED}}) {
            var path = "/attack-" + attacks++;
            try (var client = RawClient.connect(gateway.port())) {
                client.send("POST " + path + " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
                sendAll(client, pieces);
                refused(client, body);
            }
            gateway.awaitQuiet();
            assertThat(director.received())
                    .filteredOn(request -> request.line().contains(path + " "))
                    .hasSizeLessThanOrEqualTo(1);
            for (var talk : director.talks()) {
                assertThat(talk.bytes()).doesNotContain("smuggled").doesNotContain("\r\n0\r\n");
            }
        }
    }

    private static void sendAll(RawClient client, String... pieces) {
        try {
            client.send(pieces);
        } catch (IOException closedInTheMiddle) {
            assertThat(closedInTheMiddle).isNotNull();
        }
    }

    @Test
    void aTooLongHeadIsRefusedAsSuch() throws IOException {
        try (var client = RawClient.connect(gateway.port())) {
            var reply = client.send("GET / HTTP/1.1\r\nHost: a\r\nX-A: " + "x".repeat(20_000) + "\r\n\r\n")
                    .reply();

            assertThat(reply.status()).isEqualTo(431);
            assertThat(reply.code()).isEqualTo("header_too_large");
            assertThat(client.ended()).isTrue();
        }
        try (var client = RawClient.connect(gateway.port())) {
            var reply = client.send("GET / HTTP/1.1\r\nHost: a\r\n" + "A: b\r\n".repeat(200) + "\r\n")
                    .reply();

            assertThat(reply.status()).isEqualTo(431);
        }
        assertThat(seen()).isEmpty();
    }

    static Stream<String> bodies() {
        return Stream.of(SMUGGLED, "0\r\n\r\n" + SMUGGLED, "5\r\nabcde\r\n0\r\n\r\n" + SMUGGLED, "\r\n\r\n" + SMUGGLED);
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void whatIsABodyStaysABody(String body) throws IOException {
        try (var client = RawClient.connect(gateway.port())) {
            assertThat(client.post("/outer", body).status()).isEqualTo(200);
            var chunked = "POST /outer HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
            assertThat(client.send(chunked).reply().status()).isEqualTo(200);
            assertThat(client.get("/last").status()).isEqualTo(200);
        }
        assertThat(seen())
                .extracting(request -> request.line().split(" ", 3)[1])
                .containsExactly("/outer", "/outer", "/last");
        assertThat(seen().get(0).body()).hasToString(body);
        assertThat(seen().get(1).body()).hasToString(body);
    }

    @Test
    void aRequestWithoutFramingHasNoBodyWhateverItsMethod() throws IOException {
        try (var client = RawClient.connect(gateway.port())) {
            client.send(
                    "POST /1 HTTP/1.1\r\nHost: a\r\n\r\n" + "GET /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab"
                            + "DELETE /3 HTTP/1.1\r\nHost: a\r\n\r\n");
            for (int i = 0; i < 3; i++) {
                assertThat(client.reply().status()).isEqualTo(200);
            }
        }
        assertThat(seen()).hasSize(3);
        assertThat(seen().get(1).body()).hasToString("ab");
    }

    static Stream<String> oddButFine() {
        return Smuggling.oddButFine().stream();
    }

    @ParameterizedTest
    @MethodSource("oddButFine")
    void whatIsOddButClearIsServedAsOneRequest(String request) throws IOException {
        try (var client = RawClient.connect(gateway.port())) {
            assertThat(client.send(request).reply().status()).isEqualTo(200);
            assertThat(client.get("/next").status()).isEqualTo(200);
        }
        assertThat(seen()).hasSize(2);
        assertThat(seen().get(1).line()).isEqualTo("GET /next HTTP/1.1");
    }
}
