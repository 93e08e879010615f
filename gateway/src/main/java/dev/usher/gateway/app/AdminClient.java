package dev.usher.gateway.app;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/// Talks to a gateway's management API, as `USHER_ADMIN_URL` and `USHER_API_TOKEN` say.
final class AdminClient {

    static final String URL = "USHER_ADMIN_URL";
    static final String TOKEN = "USHER_API_TOKEN";

    private static final String URL_DEFAULT = "http://127.0.0.1:8480";
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final int ANSWER_BYTES_MAX = 16 * 1024 * 1024;

    private final URI base;
    private final String token;

    private AdminClient(URI base, String token) {
        this.base = base;
        this.token = token;
    }

    /// The client for `environment`.
    ///
    /// @throws IllegalArgumentException with a message for the operator when it lacks something
    static AdminClient in(Map<String, String> environment) {
        var token = environment.getOrDefault(TOKEN, "");
        if (token.isBlank() || !token.chars().allMatch(character -> character > ' ' && character < 0x7f)) {
            throw new IllegalArgumentException(TOKEN + ": " + (token.isBlank() ? "not set" : "no token")
                    + " (expected: an API token of the gateway)");
        }
        return new AdminClient(base(environment.getOrDefault(URL, URL_DEFAULT)), token);
    }

    JsonObject get(String path) throws IOException {
        return send(request(path).GET().build());
    }

    JsonObject delete(String path) throws IOException {
        return send(request(path).DELETE().build());
    }

    JsonObject post(String path, JsonObject body) throws IOException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.encode()))
                .build());
    }

    private static URI base(String text) {
        try {
            var uri = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (URISyntaxException _) {
            // Said below, as for every other text that will not do.
        }
        throw new IllegalArgumentException(URL + ": " + text + " (expected: http://host:port or https://host:port)");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + "/api/v1" + path))
                .timeout(ANSWER)
                .header("Accept", "application/json")
                .header("Authorization", "Bearer " + token);
    }

    private JsonObject send(HttpRequest request) throws IOException {
        try (var client = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .version(HttpClient.Version.HTTP_1_1)
                .build()) {
            return read(client.send(request, BodyHandlers.ofInputStream()));
        } catch (ConnectException e) {
            throw new IOException(base + ": no gateway answers there (" + URL + " says where one does)", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        }
    }

    private JsonObject read(HttpResponse<InputStream> response) throws IOException {
        JsonObject body;
        try (var stream = response.body()) {
            body = new JsonObject(new String(stream.readNBytes(ANSWER_BYTES_MAX), StandardCharsets.UTF_8));
        } catch (DecodeException e) {
            throw new IOException(base + ": answers " + response.statusCode() + ", not in the words of a gateway", e);
        }
        if (response.statusCode() >= 300) {
            throw new IOException(problem(response.statusCode(), body));
        }
        return body;
    }

    private static String problem(int status, JsonObject problem) {
        var text =
                new StringBuilder(Printable.line(problem.getString("detail", "The gateway answers " + status + ".")));
        var errors = problem.getJsonArray("errors");
        if (errors != null) {
            errors.forEach(error -> text.append("\n  ")
                    .append(Printable.line(((JsonObject) error).getString("pointer")))
                    .append(": ")
                    .append(Printable.line(((JsonObject) error).getString("detail"))));
        }
        return text.append(" [")
                .append(status)
                .append(' ')
                .append(problem.getString("code", "?"))
                .append(']')
                .toString();
    }
}
