package dev.usher.gateway.testkit;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The management address of a gateway, from outside. *Thread-safe.*
public final class Office implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Pattern SAMPLE = Pattern.compile("(?m)^(\\w+(?:\\{.*})?) (\\S+)$");

    private final HttpClient client = HttpClient.newHttpClient();
    private final String url;
    private final String token;

    public Office(int port, String token) {
        this.url = "http://127.0.0.1:" + port;
        this.token = token;
    }

    public String url() {
        return url;
    }

    /// What a call was answered.
    public record Answer(int status, String body) {

        public JsonObject json() {
            return new JsonObject(body);
        }
    }

    public Answer get(String path) {
        return send(request(path).GET().build());
    }

    public Answer post(String path, String json) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build());
    }

    /// Whether the gateway is up and says that it is ready.
    public boolean ready() {
        return statusIfAny("/readyz") == 200;
    }

    /// What it still waits for, or why nobody answers.
    String readiness() {
        try {
            return get("/readyz?verbose").body;
        } catch (IllegalStateException unreachable) {
            return unreachable.toString();
        }
    }

    /// The status of a GET; 0 when nobody answers.
    public int statusIfAny(String path) {
        try {
            return get(path).status;
        } catch (IllegalStateException unreachable) {
            return 0;
        }
    }

    /// A Director as the management API shows it.
    public JsonObject director(String name) {
        return get("/api/v1/directors/" + name).json();
    }

    /// All metrics by name with labels as they are written.
    public Map<String, Double> metrics() {
        var samples = new TreeMap<String, Double>();
        SAMPLE.matcher(get("/metrics").body)
                .results()
                .forEach(sample -> samples.put(sample.group(1), Double.valueOf(sample.group(2))));
        return samples;
    }

    /// One metric; null when it is not there.
    public @Nullable Double metric(String nameWithLabels) {
        return metrics().get(nameWithLabels);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).timeout(LIMIT).header("Authorization", "Bearer " + token);
    }

    private Answer send(HttpRequest request) {
        try {
            var response = client.send(request, BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
