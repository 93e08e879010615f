package dev.usher.gateway.app.quickstart;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes the Directors, their cluster and its token, as an operator would: through the management API. It goes as far
/// as it can each time it is asked. *Confined to one thread.*
final class Founding {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Scene scene;
    private final Starter sidecars;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Stage stage = Stage.GATEWAY;
    private @Nullable String token;
    private @Nullable Knocker knocker;

    /// Starts the sidecar of a Director, from 1.
    @FunctionalInterface
    interface Starter {
        void start(int number) throws IOException;
    }

    /// What is waited for.
    private enum Stage {
        GATEWAY("the gateway does not answer"),
        SIDECARS("not all sidecars have connected"),
        DIRECTORS("no request passed through each Director");

        private final String words;

        Stage(String words) {
            this.words = words;
        }
    }

    Founding(Scene scene, Starter sidecars) {
        this.scene = scene;
        this.sidecars = sidecars;
    }

    /// Goes on; true once a request has passed through each Director.
    boolean done() throws IOException, GeneralSecurityException, InterruptedException {
        if (stage == Stage.GATEWAY && answers()) {
            hire();
            stage = Stage.SIDECARS;
        }
        if (stage == Stage.SIDECARS && connected()) {
            post("/clusters", scene.declarations().cluster());
            var made = post(
                    "/clusters/" + Declarations.CLUSTER + "/tokens",
                    new JsonObject().put("name", "quickstart").put("expires", "unlimited"));
            token = made.getString("value");
            knocker = scene.knocker(token);
            stage = Stage.DIRECTORS;
        }
        return knocker != null && knocker.knock(Ports.DIRECTORS);
    }

    /// What is waited for, in words.
    String missing() {
        return knocker == null ? stage.words : stage.words + ", only through " + knocker.seen();
    }

    /// Of the Agents; once it is made.
    String token() {
        return Objects.requireNonNull(token);
    }

    private void hire() throws IOException, InterruptedException {
        for (var number = 1; number <= Ports.DIRECTORS; number++) {
            var made = post("/directors", scene.declarations().director(number));
            var file = scene.declarations().sidecar(number, made.getString("enrolment_key"));
            scene.site().write(scene.site().sidecar(number), file);
            sidecars.start(number);
        }
    }

    private boolean connected() throws IOException, InterruptedException {
        var candidates =
                send(request("/director-candidates?type=managed").GET().build()).getJsonArray("items");
        return candidates.stream()
                .map(JsonObject.class::cast)
                .allMatch(candidate -> candidate.getBoolean("selectable"));
    }

    private boolean answers() throws InterruptedException {
        try {
            var live = HttpRequest.newBuilder(URI.create(address() + "/livez"))
                    .timeout(LIMIT)
                    .build();
            return client.send(live, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException _) {
            return false;
        }
    }

    private JsonObject post(String path, JsonObject body) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.encode()))
                .build());
    }

    private String address() {
        return "http://127.0.0.1:" + scene.ports().admin();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address() + "/api/v1" + path))
                .timeout(LIMIT)
                .header("Authorization", "Bearer " + scene.admin().reveal());
    }

    private JsonObject send(HttpRequest request) throws IOException, InterruptedException {
        var response = client.send(request, BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IOException(
                    request.method() + " " + request.uri() + ": " + response.statusCode() + " " + detail(response));
        }
        return new JsonObject(response.body());
    }

    private static String detail(HttpResponse<String> response) {
        try {
            return new JsonObject(response.body()).getString("detail", "");
        } catch (DecodeException _) {
            return response.body();
        }
    }
}
