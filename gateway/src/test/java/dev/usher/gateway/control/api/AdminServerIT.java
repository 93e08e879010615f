package dev.usher.gateway.control.api;

import static dev.usher.gateway.control.fleet.Fixtures.CLUSTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.control.fleet.Fixtures;
import dev.usher.gateway.control.fleet.Fleet;
import dev.usher.gateway.control.operator.ApiKey;
import dev.usher.gateway.control.operator.Nobody;
import dev.usher.gateway.control.operator.Operator;
import dev.usher.gateway.control.operator.Operators;
import dev.usher.gateway.control.operator.Reception;
import dev.usher.gateway.core.model.Permission;
import dev.usher.gateway.core.model.TokenDigest;
import dev.usher.gateway.core.net.AccessList;
import dev.usher.gateway.core.signal.ClusterRoster;
import dev.usher.gateway.core.signal.RosterWord.State;
import dev.usher.gateway.core.snapshot.Snapshots;
import dev.usher.gateway.testkit.Certificates;
import dev.usher.membership.time.FakeTicker;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdminServerIT {

    private static final String ALL = "all";
    private static final String READER = "reader";

    private final FakeTicker time = new FakeTicker();
    private final Fleet fleet = new Fleet(List.of(Fixtures.cluster(3)), time);
    private final StubData data = new StubData();
    private final AtomicBoolean serving = new AtomicBoolean(true);
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final AdminServer server;

    AdminServerIT() throws Exception {
        server = AdminServer.start(vertx, Binding.plain("127.0.0.1", 0), Binding.plain("127.0.0.1", 0), sources())
                .await(10, TimeUnit.SECONDS);
    }

    @BeforeEach
    void hearsTheRoster() {
        fleet.heard(Fixtures.roster(3, State.HEALTHY, time.nanos()));
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @CsvSource({"GET,/status", "GET,/directors", "GET,/clusters", "POST,/directors/director-1/drain", "GET,/nothing"})
    void knowsNobodyWithoutAToken(String method, String path) throws Exception {
        var response = call(method, "/api/v1" + path, null, null);

        assertProblem(response, 401, "token_missing");
        assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"usher\"");
    }

    @Test
    void knowsNobodyByAWrongToken() throws Exception {
        assertProblem(call("GET", "/api/v1/status", "wrong", null), 401, "token_unknown");
    }

    @Test
    void keepsReadersFromDraining() throws Exception {
        assertProblem(drain(READER, 1, null), 403, "permission_missing");
        assertThat(get("/api/v1/directors/director-1").getString("state")).isEqualTo("healthy");
    }

    @Test
    void keepsThoseWhoMayReadClustersFromReadingDirectors() throws Exception {
        assertThat(call("GET", "/api/v1/clusters", READER, null).statusCode()).isEqualTo(200);
        assertProblem(call("GET", "/api/v1/directors", READER, null), 403, "permission_missing");
    }

    @Test
    void drainsADirector() throws Exception {
        data.carries(1, 3);

        var response = drain(ALL, 1, "{\"timeout\": \"90s\"}");

        var body = new JsonObject(response.body());
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(body.getString("state")).isEqualTo("draining");
        assertThat(body.getInteger("in_flight")).isEqualTo(3);
        assertThat(Instant.parse(body.getString("deadline")).toEpochMilli()).isEqualTo(time.epochMillis() + 90_000);
        assertThat(body.getString("note")).contains("does not survive a restart");
        assertThat(get("/api/v1/directors/director-1").getString("state")).isEqualTo("draining");
    }

    @Test
    void callsADirectorDrainedWhenNothingIsInFlight() throws Exception {
        drain(ALL, 1, null);

        assertThat(get("/api/v1/directors/director-1").getString("state")).isEqualTo("drained");
    }

    @Test
    void opensADirectorAgain() throws Exception {
        drain(ALL, 1, null);

        var response = call("POST", "/api/v1/directors/director-1/undrain", ALL, null);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(response.body()).getString("state")).isEqualTo("healthy");
    }

    @Test
    void keepsAMajorityUnlessForced() throws Exception {
        drain(ALL, 1, null);

        assertProblem(drain(ALL, 2, null), 409, "majority_required");
        assertThat(drain(ALL, 2, "{\"force\": true}").statusCode()).isEqualTo(202);
    }

    @Test
    void countsOnlyHealthyDirectorsTowardsTheMajority() throws Exception {
        data.loses(3);

        assertProblem(drain(ALL, 1, null), 409, "majority_required");
        assertThat(drain(ALL, 3, null).statusCode()).isEqualTo(202);
    }

    @Test
    void namesWhatIsWrongInABody() throws Exception {
        var response = drain(ALL, 1, "{\"timeout\": \"soon\", \"froce\": true}");

        var problem = assertProblem(response, 422, "invalid_body");
        assertThat(problem.getJsonArray("errors").stream().map(error -> ((JsonObject) error).getString("pointer")))
                .containsExactly("/timeout", "/froce");
    }

    @Test
    void refusesBodiesThatAreTooLarge() throws Exception {
        assertProblem(
                drain(ALL, 1, "{\"timeout\": \"" + " ".repeat(Operation.BODY_BYTES_MAX) + "\"}"),
                413,
                "body_too_large");
    }

    @Test
    void tellsWhatADrainWouldDoAndDoesNot() throws Exception {
        var would = call("POST", "/api/v1/directors/director-1/drain?dry_run=true", ALL, null);

        assertThat(would.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(would.body()).getMap())
                .containsEntry("dry_run", true)
                .containsEntry("changed", true)
                .containsKey("deadline");
        assertThat(get("/api/v1/directors/director-1").getString("state")).isEqualTo("healthy");

        drain(ALL, 1, null);
        var back = call("POST", "/api/v1/directors/director-1/undrain?dry_run=true", ALL, null);
        assertThat(new JsonObject(back.body()).getMap())
                .containsEntry("dry_run", true)
                .containsEntry("changed", true);
        assertThat(get("/api/v1/directors/director-1").getString("state")).isEqualTo("drained");
        assertProblem(
                call("POST", "/api/v1/directors/director-2/drain?dry_run=true", ALL, null), 409, "majority_required");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/api/v1/status?colour=red,colour: unknown (expected: no parameter)",
        "GET,/api/v1/directors?limit=0,limit: 0 (expected: 1..1000)",
        "GET,/api/v1/directors?cursor=%C3%A4,cursor: not one of ours (expected: next_cursor of the page before)",
        "GET,/api/v1/directors?status=up,status: up (expected: enabled or disabled)",
        "POST,/api/v1/directors/director-1/drain?dry_run=yes,dry_run: yes (expected: true or false)"
    })
    void doesNothingThatItWasNotAskedFor(String method, String path, String detail) throws Exception {
        assertThat(assertProblem(call(method, path, ALL, null), 400, "bad_query")
                        .getString("detail"))
                .isEqualTo(detail);
        assertThat(get("/api/v1/directors/director-1").getString("state")).isEqualTo("healthy");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/api/v1/directors/director-9,director_not_found",
        "POST,/api/v1/directors/director-9/drain,director_not_found",
        "POST,/api/v1/directors/director-9/undrain,director_not_found",
        "POST,/api/v1/directors/a%20b/drain,director_not_found",
        "GET,/api/v1/clusters/eu-east,cluster_not_found",
        "GET,/api/v1/nothing,not_found",
        "GET,/nothing,not_found"
    })
    void saysSoWhenThereIsNoSuchThing(String method, String path, String code) throws Exception {
        assertProblem(call(method, path, ALL, null), 404, code);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/api/v1/directors/director-1/drain,POST",
        "POST,/api/v1/directors/director-1,'DELETE, GET, HEAD, PATCH'",
        "POST,/api/v1/status,'GET, HEAD'",
        "POST,/livez,'GET, HEAD'"
    })
    void namesTheMethodsThatAreAllowed(String method, String path, String allowed) throws Exception {
        var response = call(method, path, ALL, null);

        assertProblem(response, 405, "method_not_allowed");
        assertThat(response.headers().firstValue("Allow")).contains(allowed);
    }

    @Test
    void showsTheLastRosterAndItsAgeWhileItIsNotHeard() throws Exception {
        var heard = get("/api/v1/clusters/" + CLUSTER).getJsonObject("roster");
        var words = List.of(Fixtures.word(State.HEALTHY, false, true, time.nanos()));
        fleet.heard(new ClusterRoster(CLUSTER, false, 0, 3, words, time.nanos()));
        time.advance(Duration.ofSeconds(12));

        var cluster = get("/api/v1/clusters/" + CLUSTER);

        assertThat(heard)
                .isEqualTo(new JsonObject()
                        .put("connected", true)
                        .put("age_seconds", 0)
                        .put("members", 3));
        assertThat(cluster.getJsonObject("roster"))
                .isEqualTo(new JsonObject()
                        .put("connected", false)
                        .put("age_seconds", 12)
                        .put("members", 3));
        assertThat(cluster.getJsonObject("quorum").getInteger("have")).isZero();
        assertThat(cluster.getJsonObject("quorum").getBoolean("ok")).isFalse();
    }

    @Test
    void showsAClusterWhole() throws Exception {
        data.loses(2);

        var cluster = get("/api/v1/clusters/" + CLUSTER);

        assertThat(cluster.getString("type")).isEqualTo("self_managed");
        assertThat(cluster.getInteger("directors_up")).isEqualTo(2);
        assertThat(cluster.getInteger("directors_down")).isEqualTo(1);
        assertThat(cluster.getJsonObject("quorum").getInteger("have")).isEqualTo(3);
        assertThat(cluster.getJsonObject("quorum").getInteger("need")).isEqualTo(2);
        assertThat(cluster.getJsonObject("quorum").getBoolean("ok")).isTrue();
        var first = cluster.getJsonArray("directors").getJsonObject(0);
        assertThat(first.getString("name")).isEqualTo("director-1");
        assertThat(first.getString("version")).isEqualTo("2.5.0");
        assertThat(first.getString("connection")).isEqualTo("connected");
        assertThat(first.getJsonObject("services").getInteger("http")).isEqualTo(9001);
        var second = cluster.getJsonArray("directors").getJsonObject(1);
        assertThat(second.getString("state")).isEqualTo("unhealthy");
        assertThat(second.getJsonObject("health").getString("reason")).isEqualTo("refused 127.0.0.1:9001");
        assertThat(second.getString("connection")).isEqualTo("not_connected");
    }

    @Test
    void listsWithoutFurtherPages() throws Exception {
        var directors = get("/api/v1/directors");

        assertThat(directors.getJsonArray("items")).hasSize(3);
        assertThat(directors.containsKey("next_cursor")).isTrue();
        assertThat(directors.getValue("next_cursor")).isNull();
        assertThat(get("/api/v1/clusters").getJsonArray("items")).hasSize(1);
    }

    @Test
    void tellsHowItIs() throws Exception {
        var status = get("/api/v1/status");

        assertThat(status.getString("name")).isEqualTo("edge-1");
        assertThat(status.getBoolean("ready")).isTrue();
        assertThat(status.getInteger("directors_up")).isEqualTo(3);
        assertThat(status.getJsonObject("checks").getBoolean("listeners_bound")).isTrue();
    }

    @Test
    void saysThatItIsNotReadyAsSoonAsItIsNot() throws Exception {
        assertThat(call("GET", "/readyz", null, null).statusCode()).isEqualTo(200);

        serving.set(false);

        var response = call("GET", "/readyz?verbose", null, null);
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).isEqualTo("[+] listeners_bound ok\n[-] not_shutting_down not yet\nnot ready\n");
        assertThat(call("GET", "/livez", null, null).statusCode()).isEqualTo(200);
    }

    @Test
    void showsMetricsToEverybodyOnBothAddresses() throws Exception {
        assertThat(call("GET", "/metrics", null, null).body()).isEqualTo("usher_build_info 1\n");

        var alone = URI.create("http://127.0.0.1:" + server.metricsPort());
        assertThat(send(HttpRequest.newBuilder(alone.resolve("/metrics")).build())
                        .body())
                .isEqualTo("usher_build_info 1\n");
        assertThat(send(HttpRequest.newBuilder(alone.resolve("/livez")).build()).statusCode())
                .isEqualTo(404);
    }

    @Test
    void speaksTlsWhereToldTo(@TempDir Path folder) throws Exception {
        var certificates = new Certificates();
        var issued = certificates.issue(folder, "admin", "localhost");
        var binding = new Binding("127.0.0.1", 0, new Binding.Tls(issued.certificate(), issued.key()));
        var secure = AdminServer.start(vertx, binding, null, sources()).await(10, TimeUnit.SECONDS);

        try (var trusting =
                HttpClient.newBuilder().sslContext(certificates.clientContext()).build()) {
            var uri = URI.create("https://localhost:" + secure.port() + "/livez");
            var response = trusting.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.sslSession()).isPresent();
        }
    }

    @Test
    void answersHeadWithoutABody() throws Exception {
        var response = call("HEAD", "/api/v1/directors", ALL, null);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().firstValueAsLong("Content-Length").orElse(0))
                .isGreaterThan(100);
    }

    @ParameterizedTest
    @CsvSource({"/livez", "/readyz", "/metrics", "/api/v1/status", "/nothing"})
    void guardsEveryResponse(String path) throws Exception {
        var headers = call("GET", path, ALL, null).headers();

        assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(headers.firstValue("Cache-Control")).contains("no-store");
        assertThat(headers.firstValue("Content-Security-Policy"))
                .contains("default-src 'none'; frame-ancestors 'none'");
        assertThat(headers.firstValue("X-Frame-Options")).contains("DENY");
        assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
    }

    @Test
    void forgivesTheSchemesCase() throws Exception {
        var request = HttpRequest.newBuilder(uri("/api/v1/status")).header("Authorization", "bearer " + ALL);

        assertThat(send(request.build()).statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> drain(String token, int director, @Nullable String body) throws Exception {
        return call("POST", "/api/v1/directors/director-" + director + "/drain", token, body);
    }

    private JsonObject get(String path) throws Exception {
        var response = call("GET", path, ALL, null);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        return new JsonObject(response.body());
    }

    private HttpResponse<String> call(String method, String path, @Nullable String token, @Nullable String body)
            throws Exception {
        var publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        var request = HttpRequest.newBuilder(uri(path)).method(method, publisher);
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return send(request.build());
    }

    private HttpResponse<String> send(HttpRequest request) throws Exception {
        return client.send(request, BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    private static JsonObject assertProblem(HttpResponse<String> response, int status, String code) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        var problem = new JsonObject(response.body());
        assertThat(problem.getString("code")).isEqualTo(code);
        assertThat(problem.getInteger("status")).isEqualTo(status);
        return problem;
    }

    private ApiSources sources() throws Exception {
        var operators = new Operators(
                List.of(key(ALL, Set.of(Permission.values())), key(READER, Set.of(Permission.CLUSTER_READ))));
        return new ApiSources(
                new GatewayFacts("edge-1", "0.1.0", time.epochMillis()),
                fleet,
                new Snapshots(),
                data,
                new Reception(operators, Nobody.logins(time), AccessList.of(List.of())),
                null,
                () -> Fixtures.declared(3),
                () -> null,
                () -> "usher_build_info 1\n",
                List.of(
                        new ReadyCheck("listeners_bound", () -> true),
                        new ReadyCheck("not_shutting_down", serving::get)),
                time);
    }

    private static ApiKey key(String token, Set<Permission> permissions) throws Exception {
        var digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        return new ApiKey(TokenDigest.of(digest), new Operator(token, token + "@example.com", permissions));
    }
}
