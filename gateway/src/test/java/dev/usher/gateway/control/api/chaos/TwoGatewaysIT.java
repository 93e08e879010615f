package dev.usher.gateway.control.api.chaos;

import static dev.usher.gateway.control.api.chaos.PlainEstate.CONFLICT;
import static dev.usher.gateway.control.api.chaos.PlainEstate.CREATED;
import static dev.usher.gateway.control.api.chaos.PlainEstate.OK;
import static dev.usher.gateway.control.api.chaos.PlainEstate.STALE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.testkit.Eventually;
import dev.usher.gateway.testkit.TestPostgresql;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two gateways with one PostgreSQL are asked for different things at the same moment.
@Tag("full")
class TwoGatewaysIT {

    private static final int ROUNDS = 20;

    @TempDir
    private Path folder = Path.of("");

    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<RunningBureau> gateways = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        var server = TestPostgresql.start();
        open.add(server);
        var store = Stores.shared(server.database());
        for (var name : List.of("one", "other")) {
            var gateway = new RunningBureau(RunningBureau.below(folder, name), store);
            open.addFirst(gateway);
            gateways.add(gateway);
        }
    }

    @AfterEach
    void stop() throws Exception {
        for (var each : open) {
            each.close();
        }
    }

    @Test
    void ofTwoEditsOfOneRevisionExactlyOneIsMade() {
        IntStream.rangeClosed(1, 4).forEach(this::createDirector);
        create(
                "clusters",
                "{\"name\": \"eu-west\", \"type\": \"self_managed\", \"directors\": ["
                        + "{\"name\": \"d-1\"}, {\"name\": \"d-2\"}, {\"name\": \"d-3\"}]}");
        create("devices", "{\"name\": \"device\", \"type\": \"firewall\"}");
        var log = new ArrayList<>(gateways.getFirst().log());

        var revisions = new ArrayList<>(List.of("\"1\"", "\"1\"", "\"1\""));
        for (int round = 0; round < ROUNDS; round++) {
            int port = 9200 + 10 * round;
            edit(revisions, 0, "PATCH", "directors/d-4", "", ports(port), log, "Director d-4 UpdatedDirector");
            edit(
                    revisions,
                    1,
                    round % 2 == 0 ? "PATCH" : "PUT",
                    "clusters/eu-west",
                    round % 2 == 0 ? "" : "/access-restriction",
                    round % 2 == 0 ? ports(port) : List.of(sources("192.0.2." + round), sources("198.51.100." + round)),
                    log,
                    "Cluster eu-west UpdatedCluster");
            edit(
                    revisions,
                    2,
                    "PATCH",
                    "devices/device",
                    "",
                    List.of("{\"type\": \"a" + round + "\"}", "{\"type\": \"b" + round + "\"}"),
                    log,
                    "Device device UpdatedDevice");
        }

        assertThat(gateways.getFirst().log()).isEqualTo(log);
        assertThat(gateways.getLast().log()).isEqualTo(log);
    }

    @Test
    void ofTwoCreationsOfOneNameExactlyOneIsMade() {
        var log = new ArrayList<String>();
        for (int round = 0; round < ROUNDS; round++) {
            var name = "new-" + round;
            var answers = both("POST", "directors", List.of(director(name, 1), director(name, 2)), null);

            assertThat(statuses(answers)).containsExactly(CREATED, CONFLICT);
            log.add("Director " + name + " CreatedDirector");
        }

        assertThat(gateways.getLast().log()).isEqualTo(log);
    }

    /// Who comes too late is told the revision that who was first made.
    private void edit(
            List<String> revisions,
            int number,
            String method,
            String object,
            String below,
            List<String> bodies,
            List<String> log,
            String line) {
        var before = revisions.get(number);
        var answers = both(method, object + below, bodies, before);

        assertThat(statuses(answers)).as(object + " " + before).containsExactly(OK, STALE);
        var tags = answers.stream().map(TwoGatewaysIT::tag).distinct().toList();
        assertThat(tags).hasSize(1).doesNotContain(before);
        log.add(line);
        var after = tags.getFirst();
        revisions.set(number, after);
        for (var gateway : gateways) {
            Eventually.holds(
                    "both know of it",
                    RunningBureau.LIMIT,
                    () -> tag(gateway.read(object)).equals(after));
        }
    }

    private List<HttpResponse<String>> both(String method, String path, List<String> bodies, @Nullable String ifMatch) {
        var calls = IntStream.range(0, gateways.size())
                .mapToObj(i -> gateways.get(i).send(method, path, bodies.get(i), ifMatch))
                .toList();
        return calls.stream().map(call -> call.join()).toList();
    }

    private static List<Integer> statuses(List<HttpResponse<String>> answers) {
        return answers.stream().map(HttpResponse::statusCode).sorted().toList();
    }

    private static String tag(HttpResponse<String> answer) {
        return answer.headers().firstValue("ETag").orElse("");
    }

    private void createDirector(int number) {
        create("directors", director("d-" + number, number));
    }

    private void create(String path, String body) {
        var answer = gateways.getFirst().send("POST", path, body, null).join();
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(CREATED);
    }

    private static String director(String name, int number) {
        return """
                {"name": "%s", "type": "self_managed", "address": "127.0.0.%d", "port": 9100, "services": {"http": 80}}
                """.formatted(name, number);
    }

    private static List<String> ports(int port) {
        return List.of("{\"port\": " + port + "}", "{\"port\": " + (port + 2) + "}");
    }

    private static String sources(String source) {
        return "{\"enabled\": true, \"sources\": [\"" + source + "\"]}";
    }
}
