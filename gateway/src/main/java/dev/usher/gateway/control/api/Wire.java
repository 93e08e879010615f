package dev.usher.gateway.control.api;

import dev.usher.gateway.control.api.Reply.Answer;
import dev.usher.gateway.control.api.Reply.Fault;
import dev.usher.gateway.control.api.Reply.Problem;
import dev.usher.gateway.control.api.Reply.Stream;
import dev.usher.gateway.control.api.Reply.Text;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes replies. A HEAD request gets the same head; the server leaves the body out.
final class Wire {

    private static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";

    /// What a problem is, by name: nothing can be fetched there (RFC 9457, 3.1.1).
    private static final String TYPE = "urn:usher:problem:";

    private static final String TEXT = "text/plain; charset=utf-8";

    private Wire() {}

    /// What every response says, whatever it is. No Strict-Transport-Security: it would speak for the host's other
    /// ports too, where listeners may be plain on purpose.
    static void guard(HttpServerResponse response) {
        response.putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Cache-Control", "no-store")
                .putHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
                .putHeader("X-Frame-Options", "DENY")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin");
    }

    /// A reply as it is sent.
    ///
    /// @param type the media type of its body
    /// @param body null for none
    record Rendered(int status, String type, @Nullable Buffer body, Map<String, String> headers) {}

    /// What `reply` is on the wire. A list of a thousand takes milliseconds, which an event loop does not have.
    static Rendered render(Reply reply) {
        return switch (reply) {
            case Answer(int status, var body, var headers) ->
                new Rendered(status, JSON, body == null ? null : encoded(body), headers);
            case Text(int status, var type, var text, var headers) ->
                new Rendered(status, type, Buffer.buffer(text), headers);
            case Problem problem -> new Rendered(problem.status(), PROBLEM, encoded(json(problem)), problem.headers());
            case Stream _ -> throw new IllegalArgumentException("a stream is begun, not sent");
        };
    }

    static void send(HttpServerResponse response, Rendered reply) {
        response.setStatusCode(reply.status);
        reply.headers.forEach(response::putHeader);
        var body = reply.body;
        if (body == null) {
            response.end();
            return;
        }
        response.putHeader("Content-Type", reply.type)
                .putHeader("Content-Length", Integer.toString(body.length()))
                .end(body);
    }

    static void text(HttpServerResponse response, int status, String text) {
        response.setStatusCode(status).putHeader("Content-Type", TEXT).end(text);
    }

    static JsonObject json(Problem problem) {
        var json = new JsonObject()
                .put("type", TYPE + problem.code())
                .put("title", HttpResponseStatus.valueOf(problem.status()).reasonPhrase())
                .put("status", problem.status())
                .put("code", problem.code())
                .put("detail", problem.detail());
        if (!problem.errors().isEmpty()) {
            json.put("errors", new JsonArray(json(problem.errors())));
        }
        return json;
    }

    static List<JsonObject> json(List<Fault> faults) {
        return faults.stream()
                .map(fault -> new JsonObject()
                        .put("pointer", fault.pointer())
                        .put("code", fault.code())
                        .put("detail", fault.detail()))
                .toList();
    }

    private static Buffer encoded(JsonObject json) {
        return Buffer.buffer(json.encodePrettily() + "\n");
    }
}
