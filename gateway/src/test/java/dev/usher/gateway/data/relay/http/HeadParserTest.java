package dev.usher.gateway.data.relay.http;

import static dev.usher.gateway.testkit.Seeds.forAll;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class HeadParserTest {

    private static final int LIMIT = 8192;

    private final Head head = new Head();

    @Test
    void aRequestIsTakenApart() {
        var text = "POST /a/b?c=d HTTP/1.1\r\nHost: a.example:80\r\nX-One:  1 \r\nContent-Length: 12\r\n\r\n";

        assertThat(request(text + "body")).isEqualTo(text.length());
        assertThat(head.method()).isEqualTo("POST");
        assertThat(head.pathWithoutQuery()).isEqualTo("/a/b");
        assertThat(head.value(head.host)).isEqualTo("a.example:80");
        assertThat(head.value(1)).isEqualTo("1");
        assertThat(head.contentLength).isEqualTo(12);
        assertThat(head.chunked).isFalse();
        assertThat(head.hostIs("a.example")).isTrue();
        assertThat(head.hostEndsWith(".example")).isTrue();
        assertThat(head.pathStartsWith("/a/")).isTrue();
    }

    @Test
    void aResponseIsTakenApart() {
        var text = "HTTP/1.0 404 Not there\r\nTransfer-encoding: gone\r\n\r\n";

        assertThat(response(text)).isEqualTo(HeadParser.BAD);
        assertThat(response("HTTP/1.1 200\r\n\r\n")).isEqualTo(16);
        assertThat(response("HTTP/1.0 404 Not there\r\nConnection: Keep-Alive\r\n\r\n"))
                .isPositive();
        assertThat(head.status).isEqualTo(404);
        assertThat(head.old).isTrue();
        assertThat(head.keepAlive).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "keep-alive, false, true, false",
        "close, true, false, false",
        "'Keep-Alive, X-A', false, true, true",
        "'x-b ,CLOSE', true, false, true",
        "'not-close', false, false, true",
    })
    void connectionSaysWhatStaysAndWhatEnds(String value, boolean close, boolean keepAlive, boolean nominates) {
        request("GET / HTTP/1.1\r\nHost: a\r\nConnection: " + value + "\r\nX-A: 1\r\n\r\n");

        assertThat(head.close).isEqualTo(close);
        assertThat(head.keepAlive).isEqualTo(keepAlive);
        assertThat(head.nominates).isEqualTo(nominates);
        assertThat(head.nominated(2)).isEqualTo(value.contains("X-A"));
    }

    @Test
    void aHeadIsTooLargeOnceItIsLongerThanTheLimit() {
        var longest = head(LIMIT);

        assertThat(request(longest)).isEqualTo(LIMIT);
        assertThat(request(head(LIMIT + 1))).isEqualTo(HeadParser.TOO_LARGE);
        assertThat(request(head(LIMIT + 1).substring(0, LIMIT + 1))).isEqualTo(HeadParser.TOO_LARGE);
        assertThat(request(longest.substring(0, LIMIT - 1))).isEqualTo(HeadParser.INCOMPLETE);
        assertThat(request("GET / HTTP/1.1\r\n" + "A: b\r\n".repeat(Head.FIELDS_MAX + 1)))
                .isEqualTo(HeadParser.TOO_LARGE);
    }

    private static String head(int length) {
        var start = "GET / HTTP/1.1\r\nHost: a\r\nX: ";
        return start + "x".repeat(length - start.length() - 4) + "\r\n\r\n";
    }

    static Stream<String> messages() {
        var lines = Smuggling.requestLines().stream().map(line -> line + "\r\nHost: a\r\n\r\n");
        var fields = Stream.concat(Smuggling.fields().stream(), Smuggling.framings().stream())
                .map(field -> "POST / HTTP/1.1\r\nHost: a\r\n" + field + "\r\nContent-Length: 0\r\n\r\n");
        var others = Stream.of(Smuggling.heads(), Smuggling.oddButFine()).flatMap(List::stream);
        return Stream.of(lines, fields, others).flatMap(one -> one);
    }

    /// A prefix may be incomplete, but is never judged otherwise than the whole, however the bytes were split.
    @ParameterizedTest
    @MethodSource("messages")
    void noSplitChangesTheVerdict(String message) {
        int whole = request(message);

        for (int i = 0; i < message.length(); i++) {
            int part = request(message.substring(0, i));
            assertThat(part == HeadParser.INCOMPLETE || part == whole)
                    .as("first %d of %s", i, message)
                    .isTrue();
        }
    }

    @Test
    void noSplitChangesTheVerdictOnARandomHead() {
        forAll(2_000, random -> {
            var text = randomHead(random);
            int whole = request(text);
            int cut = random.nextInt(text.length());
            int part = request(text.substring(0, cut));

            assertThat(part == HeadParser.INCOMPLETE || part == whole).as(text).isTrue();
            if (whole > 0) {
                assertThat(text.substring(0, whole)).endsWith("\r\n\r\n");
            }
        });
    }

    private static String randomHead(Random random) {
        var words = List.of(
                "GET",
                "POST",
                " ",
                "/",
                "HTTP/1.1",
                "\r\n",
                "\r",
                "\n",
                "Host: a",
                "X: y",
                ":",
                "\t",
                "\u0000",
                "Content-Length: 5",
                "Transfer-Encoding: chunked",
                "\r\n\r\n",
                "Connection: a, b",
                "\u00ff");
        var text = new StringBuilder(random.nextBoolean() ? "POST / HTTP/1.1\r\nHost: a\r\n" : "");
        for (int i = 0; i <= random.nextInt(12); i++) {
            text.append(words.get(random.nextInt(words.size())));
        }
        return text.append(random.nextBoolean() ? "\r\n\r\n" : "x").toString();
    }

    @Test
    void whatWasParsedBeforeLeavesNoTrace() {
        request("POST http://a/ HTTP/1.0\r\nHost: a\r\nContent-Length: 5\r\nX-Request-Id: 1\r\nConnection: x\r\n\r\n");
        request("GET / HTTP/1.1\r\nHost: b\r\n\r\n");

        assertThat(head.contentLength).isEqualTo(Head.NO_LENGTH);
        assertThat(head.old).isFalse();
        assertThat(head.requestId).isEqualTo(-1);
        assertThat(head.nominates).isFalse();
        assertThat(head.authorityEnd).isZero();
        assertThat(head.fields).isEqualTo(1);
    }

    private int request(String text) {
        return HeadParser.request(Unpooled.wrappedBuffer(text.getBytes(ISO_8859_1)), head, LIMIT);
    }

    private int response(String text) {
        return HeadParser.response(Unpooled.wrappedBuffer(text.getBytes(ISO_8859_1)), head, LIMIT);
    }
}
