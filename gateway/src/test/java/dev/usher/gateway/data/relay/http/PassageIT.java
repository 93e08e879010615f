package dev.usher.gateway.data.relay.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.testkit.RawClient;
import dev.usher.gateway.testkit.Received;
import dev.usher.gateway.testkit.StubDirector;
import dev.usher.gateway.testkit.TestPlan;
import java.io.IOException;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which fields go on, which stay, and which are added.
@Timeout(20)
class PassageIT {

    private static final String TOKEN = "usher_0123456789abcdefghijABCDEFGHIJ0123456789abcdefg";

    private final StubDirector director = StubDirector.polite("one");

    @Test
    void theHeadIsWrittenAnewAndItsOtherLinesAreCopied() throws IOException {
        try (var gateway = TestPlan.before(director).start();
                var client = RawClient.connect(gateway.port())) {
            client.send("POST /a?b HTTP/1.1\r\nhost: A.example:80\r\nX-One:  1 \t\r\nContent-Length: 3\r\nx-two:2\r\n"
                            + "X-Request-Id: mine\r\nX-Empty:\r\n\r\nabc")
                    .reply();

            assertThat(director.talks().getFirst().bytes())
                    .isEqualTo("POST /a?b HTTP/1.1\r\nhost: A.example:80\r\nX-One:  1 \t\r\nx-two:2\r\nX-Empty:\r\n"
                            + "X-Forwarded-For: 127.0.0.1\r\nX-Forwarded-Proto: http\r\nX-Forwarded-Port: 0\r\n"
                            + "X-Forwarded-Host: A.example:80\r\nX-Request-Id: mine\r\nContent-Length: 3\r\n\r\nabc");
        }
    }

    @Test
    void whatBelongsToOneConnectionStaysThere() throws IOException {
        var seen = sent("Connection: keep-alive, X-Private , X-Also\r\nConnection: x-third\r\nX-Private: 1\r\n"
                + "x-also: 2\r\nX-Third: 3\r\nKeep-Alive: timeout=5\r\nProxy-Connection: keep-alive\r\nTE: trailers\r\n"
                + "Upgrade: websocket\r\nHTTP2-Settings: AAA\r\nProxy-Authorization: Basic x\r\nX-Public: 4\r\n");

        assertThat(seen.fields())
                .containsExactlyInAnyOrder(
                        "Host: a.example",
                        "X-Public: 4",
                        "X-Forwarded-For: 127.0.0.1",
                        "X-Forwarded-Proto: http",
                        "X-Forwarded-Port: 0",
                        "X-Forwarded-Host: a.example",
                        "X-Request-Id: " + seen.one("X-Request-Id"));
    }

    @Test
    void namingOurOwnFieldsOrTheHostInConnectionDropsNothing() throws IOException {
        var seen =
                sent("Connection: close, Host, X-Forwarded-For, X-Request-Id, Content-Length\r\nContent-Length: 0\r\n");

        assertThat(seen.one("host")).isEqualTo("a.example");
        assertThat(seen.one("x-forwarded-for")).isEqualTo("127.0.0.1");
        assertThat(seen.one("x-request-id")).isNotEmpty();
        assertThat(seen.one("content-length")).isEqualTo("0");
    }

    @Test
    void forwardingFieldsOfStrangersAreReplaced() throws IOException {
        var seen = sent("X-Forwarded-For: 10.9.9.9\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: evil\r\n"
                + "X-Forwarded-Port: 1\r\nForwarded: for=10.9.9.9\r\nX-Forwarded-For: 10.8.8.8\r\n");

        assertThat(seen.one("x-forwarded-for")).isEqualTo("127.0.0.1");
        assertThat(seen.one("x-forwarded-proto")).isEqualTo("http");
        assertThat(seen.one("x-forwarded-host")).isEqualTo("a.example");
        assertThat(seen.one("x-forwarded-port")).isEqualTo("0");
        assertThat(seen.one("forwarded")).isEmpty();
    }

    @Test
    void forwardingFieldsOfTrustedProxiesAreContinued() throws IOException {
        try (var gateway = TestPlan.before(director)
                        .trusting("127.0.0.1", "10.8.0.0/16")
                        .start();
                var client = RawClient.connect(gateway.port())) {
            client.send("GET / HTTP/1.1\r\n"
                            + "Host: a\r\n"
                            + "X-Forwarded-For: 6.6.6.6, 203.0.113.9\r\n"
                            + "X-Forwarded-Proto: https\r\n"
                            + "X-Forwarded-For: 10.8.1.1\r\n"
                            + "Forwarded: for=203.0.113.9\r\n"
                            + "X-Forwarded-Host: b\r\n\r\n")
                    .reply();
            var seen = director.received().getFirst();

            assertThat(seen.one("x-forwarded-for")).isEqualTo("6.6.6.6, 203.0.113.9, 10.8.1.1, 127.0.0.1");
            assertThat(seen.one("x-forwarded-proto")).isEqualTo("https");
            assertThat(seen.one("x-forwarded-host")).isEqualTo("b");
            assertThat(seen.one("forwarded")).isEqualTo("for=203.0.113.9, for=127.0.0.1;proto=http");
            assertThat(gateway.line(0).source()).hasToString("203.0.113.9");
            assertThat(gateway.line(0).peer()).hasToString("127.0.0.1");
        }
    }

    @Test
    void theForwardedAddressIsTheOneThatIsJudged() throws IOException {
        try (var gateway = TestPlan.before(director)
                        .trusting("127.0.0.1")
                        .restrictedTo("203.0.113.0/24")
                        .start();
                var client = RawClient.connect(gateway.port())) {
            var good = client.send("GET /1 HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 203.0.113.9\r\n\r\n")
                    .reply();
            var bad = client.send("GET /2 HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 203.0.113.9, 10.0.0.1\r\n\r\n")
                    .reply();
            var own = client.get("/3");
            var odd = client.send("GET /4 HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: unknown\r\n\r\n")
                    .reply();

            assertThat(good.status()).isEqualTo(200);
            assertThat(bad.code()).isEqualTo("acl_denied");
            assertThat(bad.status()).isEqualTo(403);
            assertThat(own.code()).isEqualTo("acl_denied");
            assertThat(odd.code()).isEqualTo("bad_request");
        }
    }

    @Test
    void aRequestKeepsItsIdOrIsGivenOne() throws IOException {
        try (var gateway = TestPlan.before(director).start();
                var client = RawClient.connect(gateway.port())) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\nX-Request-Id: abc-1\r\n\r\n")
                    .reply();
            client.get("/");
            client.send("GET / HTTP/1.1\r\nHost: a\r\nX-Request-Id: " + "x".repeat(129) + "\r\n\r\n")
                    .reply();
            client.send("GET / HTTP/1.1\r\nHost: a\r\nX-Request-Id: a b\r\n\r\n")
                    .reply();

            assertThat(director.received().get(0).one("x-request-id")).isEqualTo("abc-1");
            assertThat(gateway.line(0).requestId()).isEqualTo("abc-1");
            for (int i = 1; i < 4; i++) {
                assertThat(director.received().get(i).one("x-request-id")).matches("[0-9a-f]{32}");
                assertThat(gateway.line(i).requestId())
                        .isEqualTo(director.received().get(i).one("x-request-id"));
            }
        }
    }

    @Test
    void ourOwnFieldsAreTakenFromNobody() throws IOException {
        var rude = StubDirector.scripted("one", talk -> {
            talk.request();
            talk.send("HTTP/1.1 200 OK\r\nX-Usher-Secret: 1\r\nConnection: x-hop\r\nX-Hop: 2\r\nKeep-Alive: 3\r\n"
                    + "Upgrade: h2c\r\nX-End: 4\r\nContent-Length: 0\r\n\r\n");
            talk.awaitEnd();
        });
        try (var gateway = TestPlan.before(rude).start();
                var client = RawClient.connect(gateway.port())) {
            var reply = client.send("GET / HTTP/1.1\r\nHost: a\r\nX-Usher-Token: a\r\nx-usher-director: b\r\n\r\n")
                    .reply();

            assertThat(rude.received().getFirst().all("x-usher-token")).isEmpty();
            assertThat(rude.received().getFirst().all("x-usher-director")).isEmpty();
            assertThat(reply.fields()).containsExactly("X-End: 4", "Content-Length: 0");
        }
    }

    static Stream<String> credentials() {
        var basic = Base64.getEncoder().encodeToString(("agent:" + TOKEN).getBytes(US_ASCII));
        return Stream.of(
                "Authorization: Bearer " + TOKEN,
                "authorization: bEARER   " + TOKEN,
                "Authorization: Splunk " + TOKEN,
                "Authorization: Basic " + basic,
                "X-API-Key: " + TOKEN,
                "Sec-WebSocket-Protocol: bearer, " + TOKEN);
    }

    @ParameterizedTest
    @MethodSource("credentials")
    void aTokenLetsInAndStaysBehind(String field) throws IOException {
        try (var gateway = TestPlan.before(director)
                        .token("t", TOKEN, Long.MAX_VALUE)
                        .start();
                var client = RawClient.connect(gateway.port())) {
            var reply = client.send("GET / HTTP/1.1\r\nHost: a\r\nX-A: 1\r\n" + field + "\r\nX-B: 2\r\n\r\n")
                    .reply();

            assertThat(reply.status()).isEqualTo(200);
            assertThat(director.talks().getFirst().bytes())
                    .doesNotContain(TOKEN, field)
                    .contains("X-A: 1\r\nX-B: 2\r\n");
            assertThat(gateway.line(0).token()).hasToString("t");
        }
    }

    @ParameterizedTest
    @MethodSource("credentials")
    void aTokenGoesOnWhereTheListenerSaysSo(String field) throws IOException {
        try (var gateway = TestPlan.before(director)
                        .token("t", TOKEN, Long.MAX_VALUE)
                        .forwardingCredentials()
                        .start();
                var client = RawClient.connect(gateway.port())) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n" + field + "\r\n\r\n").reply();

            assertThat(director.received().getFirst().fields()).contains(field);
        }
    }

    @Test
    void eachRequestIsJudgedByItsOwnCredential() throws IOException {
        try (var gateway = TestPlan.before(director)
                        .token("t", TOKEN, Long.MAX_VALUE)
                        .start();
                var client = RawClient.connect(gateway.port())) {
            var with = "GET / HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + TOKEN + "\r\n\r\n";

            assertThat(client.send(with).reply().status()).isEqualTo(200);
            var without = client.get("/");
            assertThat(without.status()).isEqualTo(401);
            assertThat(without.code()).isEqualTo("token_missing");
            assertThat(without.field("www-authenticate")).startsWith("Bearer");
            assertThat(client.send(with).reply().status()).isEqualTo(200);
            var unknown = client.send(with.replace("usher_", "usher_x")).reply();
            assertThat(unknown.code()).isEqualTo("token_unknown");
            assertThat(director.received()).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization: Bearer theirs", "Authorization: Digest x", "X-API-Key: theirs"})
    void whatIsNotOursToJudgeGoesOn(String field) throws IOException {
        assertThat(sent(field + "\r\n").fields()).contains(field);
    }

    @Test
    void aTokenOfOursNeverReachesADirectorThatDidNotAskForIt() throws IOException {
        assertThat(sent("Authorization: Bearer " + TOKEN + "\r\n").all("authorization"))
                .isEmpty();
    }

    @Test
    void aRequestInAbsoluteFormGoesOnInOriginForm() throws IOException {
        try (var gateway = TestPlan.before(director).start();
                var client = RawClient.connect(gateway.port())) {
            client.send("GET http://A.example/x?y HTTP/1.1\r\nHost: a.EXAMPLE\r\n\r\n")
                    .reply();
            client.send("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n").reply();

            assertThat(director.received().get(0).line()).isEqualTo("GET /x?y HTTP/1.1");
            assertThat(director.received().get(1).line()).isEqualTo("OPTIONS * HTTP/1.1");
        }
    }

    private Received sent(String fields) throws IOException {
        try (var gateway = TestPlan.before(director).start();
                var client = RawClient.connect(gateway.port())) {
            assertThat(client.send("GET / HTTP/1.1\r\nHost: a.example\r\n" + fields + "\r\n")
                            .reply()
                            .status())
                    .isEqualTo(200);
            return director.received().getFirst();
        }
    }
}
