package dev.usher.gateway.control.api.chaos;

import dev.usher.gateway.testkit.Eventually;
import dev.usher.gateway.testkit.JavaProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A [Bureau] in a process of its own, that can be killed and started again. *Confined to one thread.*
final class RunningBureau implements AutoCloseable {

    static final Duration LIMIT = Duration.ofMinutes(2);

    private static final Pattern PORT = Pattern.compile(Pattern.quote(Bureau.READY) + "(\\d+)\\.");
    private static final List<String> FLAGS = List.of("-Xmx128m", "-XX:TieredStopAtLevel=1");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Path folder;
    private JavaProcess process;
    private int starts;
    private String url;

    /// @param store as a configuration has it
    RunningBureau(Path folder, String store) throws IOException {
        this.folder = folder;
        Files.writeString(file(), configuration(store));
        this.process = launch();
        this.url = address();
    }

    private static String configuration(String store) {
        return """
                version: 1
                store: %s
                listeners:
                  - {name: agents, address: "127.0.0.1:0", target: {cluster: declared, service: http}}
                clusters:
                  - name: declared
                    access: {tokens: {enabled: true, list: [
                      {name: t-0, digest: "sha256:%s", expires: unlimited},
                      {name: t-1, digest: "sha256:%s", expires: unlimited}]}}
                    directors:
                      - {name: y-1, address: 127.0.1.1, services: {http: 80}}
                      - {name: y-2, address: 127.0.1.2, services: {http: 80}}
                      - {name: y-3, address: 127.0.1.3, services: {http: 80}}
                """.formatted(store, "ab".repeat(32), "cd".repeat(32));
    }

    private Path file() {
        return folder.resolve("gateway.yaml");
    }

    private JavaProcess launch() {
        var log = folder.resolve("log-" + starts++);
        return JavaProcess.start(log, FLAGS, Bureau.class, file().toString());
    }

    private String address() {
        Eventually.holds("it serves", LIMIT, () -> {
            if (!process.alive()) {
                throw new AssertionError(process.said());
            }
            return PORT.matcher(process.said()).find();
        });
        var found = PORT.matcher(process.said());
        if (!found.find()) {
            throw new AssertionError(process.said());
        }
        return "http://127.0.0.1:" + found.group(1) + "/api/v1/";
    }

    void kill() {
        process.kill();
    }

    /// Starts another one after [#kill].
    void restart() {
        process = launch();
        url = address();
    }

    JsonObject get(String path) {
        return new JsonObject(read(path).body());
    }

    HttpResponse<String> read(String path) {
        return send("GET", path, null, null)
                .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    /// All lines of the activity log, the oldest first, as `Director d-1 CreatedDirector`.
    List<String> log() {
        var lines = new ArrayList<String>();
        String cursor = null;
        do {
            var page = get("activity?limit=500" + (cursor == null ? "" : "&cursor=" + cursor));
            page.getJsonArray("items").forEach(item -> lines.add(line((JsonObject) item)));
            cursor = page.getString("next_cursor");
        } while (cursor != null);
        return lines.reversed();
    }

    /// The newest line of the activity log; empty while there is none.
    String newest() {
        var items = get("activity?limit=1").getJsonArray("items");
        return items.isEmpty() ? "" : line(items.getJsonObject(0));
    }

    private static String line(JsonObject entry) {
        return entry.getString("object_type") + " " + entry.getString("object") + " " + entry.getString("action");
    }

    /// @param path below the API
    /// @param revision what `If-Match` says; null for nothing
    CompletableFuture<HttpResponse<String>> send(
            String method, String path, @Nullable String body, @Nullable String revision) {
        var publisher = body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        var request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(LIMIT)
                .header("Authorization", "Bearer " + Bureau.TOKEN)
                .method(method, publisher);
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (revision != null) {
            request.header("If-Match", revision);
        }
        return client.sendAsync(request.build(), BodyHandlers.ofString());
    }

    @Override
    public void close() {
        client.shutdownNow();
        process.close();
    }

    /// A folder of its own below `folder`.
    static Path below(Path folder, String name) {
        try {
            return Files.createDirectory(folder.resolve(name));
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
