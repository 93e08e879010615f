package dev.usher.gateway.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.control.store.Entry;
import dev.usher.gateway.control.store.Records;
import dev.usher.gateway.testkit.RawClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever is sent in place of names, words and cursors: it finds nothing, changes nothing, and is told so.
class StrangeInputIT {

    private static final Entry.Query NEWEST = new Entry.Query(
            Set.of("Cluster", "Director", "Device"), "", "", "", 0, Long.MAX_VALUE, Long.MAX_VALUE, 500);

    private final Troubles troubles = new Troubles();
    private final TestEstate estate;
    private final TestOffice office;

    StrangeInputIT(@TempDir Path folder) throws Exception {
        Logger.getLogger("").addHandler(troubles);
        estate = new TestEstate(folder).made();
        office = new TestOffice(estate);
        office.call("POST", "/devices", "all", "{\"name\": \"fw-1\", \"type\": \"firewall\"}");
        office.call("POST", "/clusters/made/tokens", "all", "{\"name\": \"branch\"}");
    }

    /// Nobody can fill the log with traces of the gateway's own troubles.
    @AfterEach
    void close() throws Exception {
        office.close();
        estate.close();
        Logger.getLogger("").removeHandler(troubles);
        assertThat(troubles.records).isEmpty();
    }

    private static final class Troubles extends Handler {

        private final Queue<String> records = new ConcurrentLinkedQueue<>();

        @Override
        public void publish(LogRecord record) {
            if (record.getThrown() != null) {
                records.add(record.getLoggerName() + ": " + record.getMessage() + ": " + record.getThrown());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    static Stream<String> strange() {
        return Stream.of(
                "'",
                "\"",
                "' or '1'='1",
                "fw-1' or 1=1 --",
                "fw-1'; drop table device; --",
                "fw-1\" union select * from session --",
                "%",
                "_",
                "%' escape '!",
                "\\",
                "\0",
                "fw-1\0",
                "fw-1\r\nX-Injected: yes",
                "\r\n\r\nHTTP/1.1 200 OK",
                "../../sessions",
                "..",
                "fw-1/../fw-2",
                "\u202efw-1",
                "ｆw-1",
                "fw-1\u2028",
                "\ud83d\ude00",
                "${jndi:ldap://127.0.0.1/a}",
                "{0}",
                "{{7*7}}",
                "<script>alert(1)</script>",
                "-1",
                "x".repeat(1000));
    }

    /// Everything that is kept, and the whole log of it.
    private record Kept(List<?> rows, List<Entry.Written> log) {
        static Kept of(Records records) {
            return new Kept(
                    List.of(records.directors(), records.clusters(), records.tokens(), records.devices()),
                    records.activity(NEWEST).entries());
        }
    }

    private Kept kept() {
        return estate.management().store().read(Kept::of).join();
    }

    @ParameterizedTest
    @MethodSource("strange")
    void nothingHasAStrangeName(String text) throws Exception {
        var before = kept();
        var name = encoded(text);
        for (var operation : office.operations()) {
            if (operation.path().contains("{")) {
                var path = operation
                        .path()
                        .replaceAll("\\{\\w+}", name.replace("\\", "\\\\").replace("$", "\\$"));
                var body = operation.accepts().bodyBytesMax() == 0 ? null : "{}";

                var response = office.callOf(1, operation.method().name(), path, body);

                assertRefused(operation.method() + " " + path, response);
            }
        }
        assertThat(kept()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("strange")
    void aStrangeWordFindsNothingButItself(String text) throws Exception {
        var before = kept();
        for (var operation : office.operations()) {
            if (operation.method().equals(HttpMethod.GET) && !operation.path().contains("{id}")) {
                for (var parameter : operation.accepts().query()) {
                    var path = operation.path().replace("{name}", "made") + "?" + parameter + "=" + encoded(text);

                    var response = office.call("GET", path, "all", null);

                    if (response.statusCode() == 200) {
                        assertFound(path, parameter, text, response);
                    } else {
                        assertRefused(path, response);
                    }
                }
            }
        }
        assertThat(kept()).isEqualTo(before);
    }

    /// A cursor that happens to be one shows what comes after it, which everybody who may ask for it may see.
    private static void assertFound(String path, String parameter, String text, HttpResponse<String> response) {
        assertThat(Set.of("search", "text", "object", "action", "cursor"))
                .as(path)
                .contains(parameter);
        if (!parameter.equals("cursor")) {
            assertThat(new JsonObject(response.body()).getJsonArray("items"))
                    .as(path)
                    .allMatch(item -> item.toString().contains(text));
        }
    }

    @ParameterizedTest
    @MethodSource("strange")
    void nothingIsMadeWithAStrangeName(String text) throws Exception {
        var before = kept();
        var device = new JsonObject().put("name", text).put("type", text).put("cluster", text);
        var token = new JsonObject().put("name", text).put("expires", text);
        var director = new JsonObject().put("name", text).put("type", "managed").put("address", text);

        assertRefused("device", office.call("POST", "/devices", "all", device.encode()));
        assertRefused(
                "change",
                office.callOf(
                        1,
                        "PATCH",
                        "/devices/fw-1",
                        new JsonObject().put("type", text + "\n").encode()));
        assertRefused("token", office.call("POST", "/clusters/made/tokens", "all", token.encode()));
        assertRefused("director", office.call("POST", "/directors", "all", director.encode()));
        assertRefused(
                "cluster",
                office.call(
                        "POST",
                        "/clusters",
                        "all",
                        new JsonObject().put("name", text).encode()));
        assertRefused("no JSON", office.call("POST", "/devices", "all", text));
        assertThat(kept()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775808", "-1", "1 or 1=1", "1\0", "\u0661", "1e3", "0x1", ""})
    void aCursorOfSomebodyElseShowsNothingMore(String text) throws Exception {
        var cursor = Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));

        var response = office.call("GET", "/activity?cursor=" + cursor, "only-DEVICE_READ", null);

        assertThat(response.statusCode()).as(response.body()).isIn(200, 400);
        if (response.statusCode() == 200) {
            assertThat(new JsonObject(response.body()).getJsonArray("items"))
                    .allMatch(item -> "Device".equals(((JsonObject) item).getString("object_type")));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/devices/..%2f..%2fsessions",
                "/devices/%2e%2e/nothing",
                "/devices/fw-1%00",
                "/devices/fw-1%2f",
                "/devices/fw-1;a=b",
                "/devices/%c0%ae%c0%ae",
                "/devices/%ff",
                "/devices/%",
                "/devices/%zz",
                "/clusters/made/tokens/..%2f..%2f..%2fdevices%2ffw-1",
                "/clusters/made%2ftokens/x"
            })
    void noTrickOfPathsLeadsElsewhere(String path) throws Exception {
        var before = kept();
        for (var method : List.of("GET", "DELETE", "PATCH")) {
            var status = raw(method, path, "If-Match: \"1\"\r\nContent-Type: application/json\r\n", "{}");

            assertThat(status).as(method + " " + path).isBetween(400, 499);
        }
        assertThat(kept()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "If-Match: \"1\" \"2\"\r\n",
                "If-Match: \"1\r\n \"\r\n",
                "If-Match: W/\"1\"\r\n",
                "If-Match: 1' or 1=1\r\n",
                "If-Match: \"99999999999999999999\"\r\n",
                "If-Match: \"1\"\r\nIf-Match: \"2\"\r\nBad Name: x\r\n",
                "If-Match: \"1\"\r\nX: a\0b\r\n",
                "If-Match: \"2\"\r\nUser-Agent: a\rb\r\n"
            })
    void noTrickOfHeadersDeletesADevice(String headers) throws Exception {
        var before = kept();

        var status = raw("DELETE", "/devices/fw-1", headers, "");

        assertThat(status).isBetween(400, 499);
        assertThat(kept()).isEqualTo(before);
    }

    /// It is behind a trusted proxy, which says what it likes.
    @ParameterizedTest
    @ValueSource(strings = {"x", "'; drop table activity; --", "1.2.3.4\tforged", "<b>", "1.2.3.0/24"})
    void theLogKnowsNoStrangeAddress(String forwarded) throws Exception {
        var response = office.send(office.request("POST", "/devices", "{\"name\": \"fw-2\", \"type\": \"firewall\"}")
                .header("Authorization", "Bearer all")
                .header("User-Agent", "a\" b")
                .header("X-Forwarded-For", forwarded));

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(kept().log().getFirst().entry().userIp()).isEqualTo("127.0.0.1");
    }

    @Test
    void nobodyLogsInWithLines() throws Exception {
        var form = new JsonObject()
                .put("email", "ada@example.com\r\n2026-01-01 INFO forged")
                .put("password", "'; drop table session; --");

        var response = office.send(
                office.request("POST", "/sessions", form.encode()).header("User-Agent", "x' or 1=1 \u00a0"));

        assertThat(response.statusCode()).isBetween(400, 499);
        assertThat(response.body()).doesNotContain("forged");
    }

    @Test
    void noOperationReadsMoreThanItsLimit() throws Exception {
        var before = kept();
        int tried = 0;
        for (var operation : office.operations()) {
            int limit = operation.accepts().bodyBytesMax();
            if (limit > 0) {
                var path = operation.path().replaceAll("\\{\\w+}", "made");

                var response = office.callOf(1, operation.method().name(), path, "x".repeat(limit + 1));

                assertThat(response.statusCode())
                        .as(operation.method() + " " + path)
                        .isEqualTo(413);
                assertThat(new JsonObject(response.body()).getString("code")).isEqualTo("body_too_large");
                tried++;
            }
        }
        assertThat(tried).isGreaterThan(10);
        assertThat(kept()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "devices",
                "http://b/api/v1/devices",
                "//b/devices",
                "/api/v1/devices?search=%",
                "/%",
                "/?%g0"
            })
    void oddTargetsAreRefused(String target) throws Exception {
        try (var client = RawClient.connect(office.port())) {
            var reply = client.send("GET " + target + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer all\r\n\r\n")
                    .reply();

            assertThat(reply.status()).isBetween(400, 499);
        }
    }

    /// What becomes of it stands in [#close].
    @Test
    void halfABodyIsNoTrouble() throws Exception {
        try (var client = RawClient.connect(office.port())) {
            client.send("POST /api/v1/sessions HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                            + "Content-Length: 100\r\n\r\n{")
                    .finish();

            assertThat(client.socket().getInputStream().readAllBytes()).isEmpty();
        }
    }

    @Test
    void longPathsAreRefused() throws Exception {
        assertThat(raw("GET", "/devices/" + "x".repeat(100_000), "", "")).isEqualTo(414);
        assertThat(raw("GET", "/devices", "X: " + "x".repeat(100_000) + "\r\n", ""))
                .isEqualTo(431);
    }

    /// As it is written, whatever a decent client would say.
    private int raw(String method, String path, String headers, String body) throws Exception {
        try (var client = RawClient.connect(office.port())) {
            return client.send(method + " /api/v1" + path + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer all\r\n"
                            + headers + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                    .reply()
                    .status();
        }
    }

    private static void assertRefused(String what, HttpResponse<String> response) {
        assertThat(response.statusCode()).as(what + ": " + response.body()).isBetween(400, 499);
        assertThat(response.headers().firstValue("X-Injected")).as(what).isEmpty();
        if (!response.body().isEmpty()) {
            var problem = new JsonObject(response.body());
            assertThat(problem.getString("code")).as(what).isNotBlank();
            assertThat(problem.getString("detail")).as(what).isNotBlank();
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
