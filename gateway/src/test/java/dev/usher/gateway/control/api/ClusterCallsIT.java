package dev.usher.gateway.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.control.activity.Actor;
import dev.usher.gateway.control.fleet.Drains;
import dev.usher.gateway.control.store.DrainRow;
import dev.usher.gateway.control.store.Records;
import dev.usher.gateway.control.store.Store;
import dev.usher.gateway.core.model.DirectorName;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The stored cluster `made` of `d-1` to `d-3`, `alone`, and `eu-west` of the configuration file, over HTTP.
class ClusterCallsIT {

    private static final String MADE = "/clusters/made";

    private final TestEstate estate;
    private final TestOffice office;

    ClusterCallsIT(@TempDir Path folder) throws Exception {
        estate = new TestEstate(folder).made();
        office = new TestOffice(estate);
    }

    @AfterEach
    void close() throws Exception {
        office.close();
        estate.close();
    }

    @Test
    void whoeverEditsWhatWasChangedMeanwhileIsToldTheRevisionOfNow() throws Exception {
        assertThat(call("PATCH", MADE, "\"1\"", "{\"retry\": {\"budget_percent\": 10}}")
                        .statusCode())
                .isEqualTo(200);

        var late = call("PATCH", MADE, "\"1\"", "{\"retry\": {\"budget_percent\": 30}}");

        assertProblem(late, 412, "stale");
        assertThat(late.headers().firstValue("ETag")).contains("\"2\"");
        assertThat(get(MADE).getJsonObject("retry").getInteger("budget_percent"))
                .isEqualTo(10);
        assertProblem(call("PATCH", MADE, null, "{}"), 428, "if_match_missing");
        assertProblem(call("PATCH", MADE, "W/\"2\"", "{}"), 400, "bad_if_match");
    }

    @Test
    void everyMistakeOfABodyIsToldAtOnceWithItsPlace() throws Exception {
        var refused = call("POST", "/clusters", null, """
                {"name": "ab", "type": "self_managed", "colour": "red", "access": {"restriction": {"sources": ["10.0.0.300"]}},
                 "directors": [{"name": "d-1"}, {"name": "nobody"}]}""");

        var problem = assertProblem(refused, 422, "invalid_body");
        var errors = problem.getJsonArray("errors").stream()
                .map(JsonObject.class::cast)
                .toList();
        assertThat(errors)
                .extracting(error -> error.getString("pointer"))
                .contains("/colour", "/access/restriction/sources/0");
        assertThat(errors)
                .extracting(error -> error.getString("detail"))
                .anyMatch(detail -> detail.contains("10.0.0.300: octet 4 is 300, expected 0..255"));
        assertProblem(call("POST", "/clusters", null, "{"), 400, "not_json");
        assertThat(call("GET", "/clusters/ab", null, null).statusCode()).isEqualTo(404);
    }

    @Test
    void directorsOfAClusterCannotBeInAnother() throws Exception {
        var refused = call("POST", "/clusters", null, """
                {"name": "another", "type": "self_managed", "directors": [{"name": "d-1"}, {"name": "d-2"}, {"name": "d-3"}]}""");

        var problem = assertProblem(refused, 409, "director_in_cluster");
        assertThat(problem.getJsonArray("errors")).hasSize(3);
    }

    @Test
    void whatAnotherGatewayDrainedCounts() throws Exception {
        var first = new DirectorName("director-1");
        var others = Set.of(new DirectorName("director-2"), new DirectorName("director-3"));
        var wish = new Drains.Wish(first, 4_000_000_000_000L, false, others, 2);
        estate.management()
                .drains()
                .keep(new Actor("other@example.com", "::1"), wish)
                .join();

        assertProblem(call("POST", "/directors/director-2/drain", null, null), 409, "majority_required");

        assertThat(get("/directors/director-2").getString("deadline")).isNull();
        assertThat(call("POST", "/directors/director-2/drain", null, "{\"force\": true}")
                        .statusCode())
                .isEqualTo(202);
    }

    @Test
    void theStoreKeepsWhatAnAdministratorAskedForNotWhatASidecarDid() throws Exception {
        office.fleet().leaving(new DirectorName("director-1"), Duration.ofSeconds(5), Set.of());
        long now = office.time.epochMillis();

        var drained = call("POST", "/directors/director-1/drain", null, "{\"timeout\": \"10m\"}");

        assertThat(new JsonObject(drained.body()).getString("deadline"))
                .isEqualTo(Instant.ofEpochMilli(now + 5_000).toString());
        var kept = estate.management()
                .store()
                .<List<DrainRow>>read(Records::drains)
                .join();
        assertThat(kept).extracting(DrainRow::untilEpochMillis).containsExactly(now + 600_000);
        assertThat(call("POST", "/directors/director-1/undrain", null, null).statusCode())
                .isEqualTo(200);
        assertThat(get("/directors/director-1").getString("deadline"))
                .isEqualTo(Instant.ofEpochMilli(now + 5_000).toString());
    }

    @Test
    void aDirectorOfAClusterIsLockedAndSaysWhy() throws Exception {
        for (var action : List.of("enable", "disable")) {
            assertProblem(call("POST", "/directors/d-1/" + action, null, null), 409, "director_in_cluster");
        }
        assertProblem(call("DELETE", "/directors/d-1", "*", null), 409, "director_in_cluster");
        assertThat(get("/directors/d-1").getString("installation_type")).isEqualTo("cluster");
        assertThat(call("DELETE", MADE, "\"1\"", null).statusCode()).isEqualTo(204);
        assertThat(get("/directors/d-1").getString("installation_type")).isEqualTo("standalone");
    }

    @Test
    void aDryRunTellsWhatWouldBeAndDoesNothing() throws Exception {
        var told = call("POST", MADE + "/disable?dry_run=true", null, null);
        var removed = call("DELETE", MADE + "?dry_run=true", "*", null);
        var made = call("POST", "/directors?dry_run=true", null, "{\"name\": \"other\", \"type\": \"managed\"}");

        assertThat(new JsonObject(told.body()))
                .contains(Map.entry("dry_run", true), Map.entry("changed", true), Map.entry("enabled", false));
        assertThat(removed.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(made.body()).containsKey("enrolment_key")).isFalse();
        assertThat(made.headers().map()).doesNotContainKey("Location");
        assertThat(get(MADE).getBoolean("enabled")).isTrue();
        assertThat(call("GET", "/directors/other", null, null).statusCode()).isEqualTo(404);
        assertThat(get("/activity?object=other").getJsonArray("items")).isEmpty();
    }

    @Test
    void whatTheFileDeclaresIsReadOnlyButForBeingEnabled() throws Exception {
        var declared = "/clusters/eu-west";

        assertProblem(call("PATCH", declared, "*", "{\"port\": 9000}"), 409, "declared_in_yaml");
        assertProblem(call("DELETE", declared, "*", null), 409, "declared_in_yaml");
        assertProblem(
                call("PUT", declared + "/access-restriction", "*", "{\"enabled\": true}"), 409, "declared_in_yaml");
        assertThat(get(declared).getString("source")).isEqualTo("yaml");

        assertThat(call("POST", declared + "/disable", "\"1\"", null).statusCode())
                .isEqualTo(200);
        assertThat(get(declared).getBoolean("enabled")).isFalse();
        assertThat(get(declared).getInteger("revision")).isEqualTo(2);
        assertThat(call("POST", declared + "/enable", null, null).statusCode()).isEqualTo(200);
        assertThat(get(declared).getBoolean("enabled")).isTrue();
    }

    @Test
    void aStoreThatGivesNoAnswerIsAnsweredForWithTheLastPictureAndItsAge() throws Exception {
        holdCopy();
        assertThat(call("POST", MADE + "/disable", "*", null).statusCode()).isEqualTo(200);

        try (var _ = new Hang(estate.management().store())) {
            assertThat(aged(MADE).getBoolean("enabled")).isTrue();
        }

        assertThat(get(MADE).getBoolean("enabled")).isFalse();
    }

    @Test
    void tokensThatTheStoreDoesNotTellAreThoseKnownLast() throws Exception {
        holdCopy();

        try (var _ = new Hang(estate.management().store())) {
            assertThat(aged(MADE + "/tokens").getJsonArray("items")).isEmpty();
        }
    }

    private void holdCopy() {
        var copies = estate.management().copies();
        copies.hold(estate.management().store().read(copies::read).join());
    }

    private JsonObject aged(String path) throws Exception {
        var read = call("GET", path, null, null);
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.headers().firstValue("Age")).isPresent();
        return new JsonObject(read.body());
    }

    /// Keeps all of a store's readers busy.
    private record Hang(CompletableFuture<Integer> end) implements AutoCloseable {

        private static final int MANY = 20;

        Hang(Store store) {
            this(new CompletableFuture<>());
            for (int i = 0; i < MANY; i++) {
                store.read(_ -> end.join());
            }
        }

        @Override
        public void close() {
            end.complete(0);
        }
    }

    @Test
    void whileTheStoreIsAwayReadsSayHowOldTheyAreAndChangesAreRefused() throws Exception {
        holdCopy();
        estate.management().store().close();

        var read = call("GET", MADE, null, null);

        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.headers().firstValue("Age")).isPresent();
        assertThat(new JsonObject(read.body()).getInteger("age_seconds")).isNotNegative();
        assertThat(get("/directors").getJsonArray("items")).hasSize(7);
        var refused = call("POST", MADE + "/disable", null, null);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "clusters?search=WE,eu-west",
        "clusters?status=disabled,''",
        "clusters?status=enabled,eu-west made",
        "directors?search=d-,d-1 d-2 d-3",
        "directors?search=al&connection=not_connected,alone",
        "directors?connection=connected,''",
        "director-candidates?type=managed,alone d-1 d-2 d-3"
    })
    void listsAreNarrowed(String path, String names) throws Exception {
        assertThat(names(get("/" + path))).isEqualTo(names.isEmpty() ? List.of() : List.of(names.split(" ", -1)));
    }

    @Test
    void listsComeInPages() throws Exception {
        var seen = new ArrayList<String>();
        var path = "/directors?limit=3";
        for (String cursor = ""; cursor != null; ) {
            var page = get(path + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
            assertThat(names(page)).hasSizeBetween(1, 3);
            seen.addAll(names(page));
            cursor = page.getString("next_cursor");
        }

        assertThat(seen).containsExactly("alone", "d-1", "d-2", "d-3", "director-1", "director-2", "director-3");
    }

    @Test
    void aCandidateSaysAllThatIsInItsWay() throws Exception {
        var candidates = get("/director-candidates?type=managed").getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .toList();

        assertThat(candidates.getFirst().getBoolean("selectable")).isFalse();
        assertThat(candidates.get(1).getJsonArray("reasons").stream()
                        .map(JsonObject.class::cast)
                        .map(reason -> reason.getString("code")))
                .contains("director_in_cluster", "director_type");
    }

    private static List<String> names(JsonObject page) {
        return page.getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .map(item -> item.getString("name"))
                .toList();
    }

    private JsonObject get(String path) throws Exception {
        var reply = call("GET", path, null, null);
        assertThat(reply.statusCode()).as(path).isEqualTo(200);
        return new JsonObject(reply.body());
    }

    private HttpResponse<String> call(String method, String path, @Nullable String revision, @Nullable String body)
            throws Exception {
        var request = office.request(method, path, body).header("Authorization", "Bearer all");
        if (revision != null) {
            request.header("If-Match", revision);
        }
        return office.send(request);
    }

    private static JsonObject assertProblem(HttpResponse<String> reply, int status, String code) {
        var problem = new JsonObject(reply.body());
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(status);
        assertThat(problem.getString("code")).isEqualTo(code);
        assertThat(problem.getString("type")).isEqualTo("urn:usher:problem:" + code);
        return problem;
    }
}
