package dev.usher.gateway.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.control.operator.People;
import dev.usher.gateway.control.store.CopyFile;
import dev.usher.gateway.core.config.StoreSettings.Place;
import dev.usher.gateway.testkit.Certificates;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is secret is shown once, to whoever made it, and stands nowhere else: in no log at any level, no other answer,
/// no error, no export, no file of the store and not in its copy.
class SecretsIT {

    private static final Logger ALL = Logger.getLogger("dev.usher");

    private final Path folder;
    private final TestEstate estate;
    private final TestOffice office;
    private final Map<String, String> secrets = new LinkedHashMap<>();
    private final Map<String, String> written = new LinkedHashMap<>();
    private final Listening listening = new Listening();
    private final @Nullable Level before = ALL.getLevel();

    SecretsIT(@TempDir Path folder) throws Exception {
        this.folder = folder;
        ALL.setLevel(Level.ALL);
        ALL.addHandler(listening);
        estate = new TestEstate(folder).made();
        office = new TestOffice(estate);
    }

    @AfterEach
    void close() throws Exception {
        office.close();
        estate.close();
        ALL.removeHandler(listening);
        ALL.setLevel(before);
    }

    @Test
    void secretsStandNowhereButWhereTheyWereMade() throws Exception {
        login();
        makeDirectors();
        makeCluster();
        makeToken();
        mistake();
        readEverything();
        readFiles();
        written.put("the log", listening.text());

        assertThat(secrets).hasSize(10);
        assertThat(listening.text()).isNotEmpty();
        for (var secret : secrets.entrySet()) {
            for (var text : written.entrySet()) {
                assertThat(text.getValue().contains(secret.getValue()))
                        .as("%s in %s", secret.getKey(), text.getKey())
                        .isFalse();
            }
        }
    }

    private void login() throws Exception {
        secrets.put("password", People.PASSWORD);
        secrets.put("mistyped password", "hunter2-and-more");
        for (var password : List.of(People.PASSWORD, "hunter2-and-more")) {
            var body = new JsonObject().put("email", People.ADA).put("password", password);
            var reply = office.send(office.request("POST", "/sessions", body.encode()));
            written.put("login " + reply.statusCode(), reply.body());
            reply.headers()
                    .firstValue("Set-Cookie")
                    .ifPresent(cookie -> secrets.put("session", cookie.replaceAll("^[^=]*=|;.*", "")));
        }
        secrets.put("password in a wrong place", "swordfish-in-the-wrong-place");
        var wrong = "{\"email\": [\"swordfish-in-the-wrong-place\"], \"swordfish-in-the-wrong-place\": 1}";
        var reply = office.send(office.request("POST", "/sessions", wrong));
        assertThat(reply.statusCode()).isEqualTo(422);
        written.put("login with mistakes", reply.body());
        secrets.put("API token", "usher_no_such_api_token_but_secret");
        var stranger = office.request("GET", "/clusters", null)
                .header("Authorization", "Bearer usher_no_such_api_token_but_secret");
        written.put("a stranger's call", office.send(stranger).body());
    }

    private void makeDirectors() throws Exception {
        var made = call("POST", "/directors", "{\"name\": \"new-1\", \"type\": \"managed\"}");
        secrets.put("enrolment key", new JsonObject(made.body()).getString("enrolment_key"));
        for (int number = 1; number <= 3; number++) {
            estate.director("tls-" + number, 10 + number);
        }
    }

    private void makeCluster() throws Exception {
        var issued = new Certificates().issue(folder, "mesh", "localhost");
        var key = Files.readString(issued.key());
        secrets.put("private key", middle(key));
        var directors = new JsonArray();
        List.of("tls-1", "tls-2", "tls-3").forEach(name -> directors.add(new JsonObject().put("name", name)));
        var tls = new JsonObject()
                .put("enabled", true)
                .put("certificate", Files.readString(issued.certificate()))
                .put("private_key", key);
        var body = new JsonObject()
                .put("name", "encrypted")
                .put("type", "self_managed")
                .put("directors", directors)
                .put("tls", tls);
        var made = call("POST", "/clusters", body.encode());
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        written.put("a new cluster", made.body());
        Files.delete(issued.key());
    }

    private void makeToken() throws Exception {
        var made = new JsonObject(
                call("POST", "/clusters/made/tokens", "{\"name\": \"branch\"}").body());
        secrets.put("token", made.getString("value"));
        var dry = call("POST", "/clusters/made/tokens?dry_run=true", "{\"name\": \"other\"}");
        assertThat(new JsonObject(dry.body()).containsKey("value")).isFalse();
        written.put(
                "revoking",
                call("DELETE", "/clusters/made/tokens/" + made.getString("id"), null)
                        .body());
    }

    /// People send secrets to the wrong place too.
    private void mistake() throws Exception {
        var other = new Certificates().issue(folder, "other", "localhost");
        var key = Files.readString(other.key());
        secrets.put("key of another certificate", middle(key));
        Files.delete(other.key());
        var tls = new JsonObject().put("private_key", key);
        var refused = call(
                "PATCH", "/clusters/encrypted", new JsonObject().put("tls", tls).encode());
        assertThat(refused.statusCode()).isEqualTo(422);
        written.put("a key of another certificate", refused.body());
        secrets.put("value that nobody may choose", "usher_a_value_that_somebody_chose");
        var chosen = "{\"name\": \"mine\", \"value\": \"usher_a_value_that_somebody_chose\"}";
        var unknown = call("POST", "/clusters/made/tokens", chosen);
        assertThat(unknown.statusCode()).isEqualTo(422);
        written.put("a chosen value", unknown.body());
    }

    private void readEverything() throws Exception {
        for (var path : List.of(
                "/status",
                "/clusters",
                "/clusters/encrypted",
                "/clusters/encrypted/config",
                "/clusters/encrypted/access-restriction",
                "/clusters/made/tokens",
                "/directors",
                "/directors/new-1",
                "/director-candidates",
                "/devices",
                "/activity?limit=500")) {
            var reply = call("GET", path, null);
            assertThat(reply.statusCode()).as(path).isEqualTo(200);
            written.put(path, reply.body());
        }
    }

    private void readFiles() throws Exception {
        var management = estate.management();
        var copies = management.copies();
        copies.hold(management.store().read(copies::read).join());
        var place = new Place.Sqlite(folder.resolve("usher.db"));
        new CopyFile(folder.resolve("copy.json"), place).write(Objects.requireNonNull(copies.current()));
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                written.put(file.toString(), new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        assertThat(written.keySet()).anyMatch(name -> name.endsWith("usher.db"));
    }

    /// A line from the middle of a PEM: enough to know it by, whatever stands around it.
    private static String middle(String pem) {
        var lines = pem.strip().lines().toList();
        return lines.get(lines.size() / 2);
    }

    private HttpResponse<String> call(String method, String path, @Nullable String body) throws Exception {
        return office.send(office.request(method, path, body)
                .header("Authorization", "Bearer all")
                .header("If-Match", "*"));
    }

    /// Everything that is logged, at every level.
    private static final class Listening extends Handler {

        private final Queue<String> lines = new ConcurrentLinkedQueue<>();
        private final SimpleFormatter formatter = new SimpleFormatter();

        Listening() {
            setLevel(Level.ALL);
        }

        @Override
        public void publish(LogRecord event) {
            lines.add(formatter.format(event));
        }

        @Override
        public void flush() {
            // Nothing is kept back.
        }

        @Override
        public void close() {
            // There is nothing to close.
        }

        String text() {
            return String.join("", lines);
        }
    }
}
