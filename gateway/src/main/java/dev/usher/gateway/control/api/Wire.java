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

    static void send(HttpServerResponse response, Reply reply) {
        response.setStatusCode(reply.status());
        switch (reply) {
            case Answer(int _, var body, var headers) -> {
                headers.forEach(response::putHeader);
                if (body == null) {
                    response.end();
                } else {
                    end(response, JSON, encoded(body));
                }
            }
            case Text(int _, var type, var text, var headers) -> {
                headers.forEach(response::putHeader);
                end(response, type, Buffer.buffer(text));
            }
            case Stream _ -> throw new IllegalArgumentException("a stream is begun, not sent");
            case Problem problem -> {
                problem.headers().forEach(response::putHeader);
                end(response, PROBLEM, encoded(json(problem)));
            }
        }
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

    private static void end(HttpServerResponse response, String type, Buffer body) {
        response.putHeader("Content-Type", type)
                .putHeader("Content-Length", Integer.toString(body.length()))
                .end(body);
    }
}
