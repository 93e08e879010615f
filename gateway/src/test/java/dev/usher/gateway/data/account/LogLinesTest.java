package dev.usher.gateway.data.account;

import static dev.usher.gateway.testkit.Seeds.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.core.exchange.Cause;
import dev.usher.gateway.core.exchange.Closed;
import dev.usher.gateway.data.account.AccessLog.Format;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogLinesTest {

    @Test
    void aTextLineSaysItAll() {
        var line = line(Format.TEXT, Samples.served("/v1/logs", "7f3a"));

        assertThat(line)
                .isEqualTo("2026-11-22T12:00:00.123Z agents 192.0.2.1 POST /v1/logs 200 eu-west/director-1"
                        + " service=http token=branch-office in=1024 out=17 total=1.200ms judge=0.010ms"
                        + " connect=0.200ms wait=0.900ms retries=0 id=7f3a protocol=\"HTTP/1.1 TLS\"\n");
    }

    @Test
    void aRefusalNamesItsCause() {
        var line = line(Format.TEXT, Samples.refused());

        assertThat(line)
                .isEqualTo("2026-11-22T12:00:00.123Z agents 192.0.2.1 GET /nowhere 404 - cause=no_route"
                        + " detail=\"no route of agents matches\" in=0 out=0 total=0.020ms judge=0.005ms retries=0"
                        + " protocol=\"HTTP/1.1\" peer=10.0.0.1\n");
    }

    @Test
    void aJsonLineHasTheSameContent() {
        var json = new JsonObject(line(Format.JSON, Samples.served("/v1/logs", "7f3a")));

        assertThat(json.getMap())
                .containsEntry("time", "2026-11-22T12:00:00.123Z")
                .containsEntry("listener", "agents")
                .containsEntry("source", "192.0.2.1")
                .containsEntry("protocol", "HTTP/1.1 TLS")
                .containsEntry("path", "/v1/logs")
                .containsEntry("status", 200)
                .containsEntry("director", "director-1")
                .containsEntry("token", "branch-office")
                .containsEntry("bytes_in", 1024)
                .containsEntry("connect_ms", 0.2)
                .containsEntry("request_id", "7f3a")
                .doesNotContainKeys("cause", "detail");
    }

    @Test
    void aJsonRefusalNamesItsCauseAndLeavesOutWhatIsUnknown() {
        var json = new JsonObject(line(Format.JSON, Samples.refused()));

        assertThat(json.getMap())
                .containsEntry("cause", "no_route")
                .containsEntry("peer", "10.0.0.1")
                .doesNotContainKeys("cluster", "director", "token", "connect_ms", "request_id");
    }

    @Test
    void nothingSentCanForgeALine() {
        var forged = "/a\n2026-11-22T12:00:00.124Z agents 192.0.2.1 \u001b[2J \"x\" \\ \u00e9 \u2028";

        var text = line(Format.TEXT, Samples.served(forged, "id\r\nid cause=none"));
        var json = line(Format.JSON, Samples.served(forged, "id\r\nid"));

        assertThat(text).containsOnlyOnce("\n").endsWith("\n").contains("\\u001b[2J\\u0020\\u0022x\\u0022");
        assertThat(text).contains("id=id\\u000d\\u000aid\\u0020cause=none");
        assertThat(json).containsOnlyOnce("\n").endsWith("\n");
        assertThat(new JsonObject(json).getString("path")).isEqualTo(forged);
    }

    @Test
    void everyLineIsPrintableAsciiWhateverWasSent() {
        forAll(500, random -> {
            var closed = Samples.served(noise(random), noise(random));

            var text = line(Format.TEXT, closed);
            var json = line(Format.JSON, closed);

            assertThat(text).matches("[ -~]*\n");
            assertThat(json).matches("[ -~]*\n");
            assertThat(new JsonObject(json).getString("path")).isEqualTo(closed.path());
        });
    }

    @Test
    void aLongPathIsCut() {
        var line = line(Format.TEXT, Samples.served("/" + "x".repeat(30_000), "1"));

        assertThat(line).contains("xxx... 200").hasSizeLessThan(2_500);
    }

    @Test
    void aSummaryTellsHowManyHadNoLine() {
        var text = new LogLines(Format.TEXT);
        var json = new LogLines(Format.JSON);

        text.addSuppressed(Samples.NOON / 1_000, Cause.ACL_DENIED, 1234);
        json.addSuppressed(Samples.NOON / 1_000, Cause.ACL_DENIED, 1234);

        assertThat(words(text)).isEqualTo("2026-11-22T12:00:00.000Z - - - - 0 - cause=acl_denied suppressed=1234\n");
        assertThat(new JsonObject(words(json)).getInteger("suppressed")).isEqualTo(1234);
    }

    private static String noise(Random random) {
        var noise = new StringBuilder();
        for (int i = random.nextInt(60); i > 0; i--) {
            int range = random.nextBoolean() ? 0x80 : 0xd800;
            noise.append((char) random.nextInt(range));
        }
        return noise.toString();
    }

    private static String line(Format format, Closed closed) {
        var lines = new LogLines(format);
        lines.add(closed);
        return words(lines);
    }

    private static String words(LogLines lines) {
        return new String(lines.bytes(), 0, lines.length(), StandardCharsets.ISO_8859_1);
    }
}
