package dev.usher.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.control.activity.Actor;
import dev.usher.gateway.control.api.AdminServer;
import dev.usher.gateway.control.api.ApiSources;
import dev.usher.gateway.control.api.Binding;
import dev.usher.gateway.control.api.GatewayFacts;
import dev.usher.gateway.control.api.TestEstate;
import dev.usher.gateway.control.fleet.Fixtures;
import dev.usher.gateway.control.fleet.Fleet;
import dev.usher.gateway.control.operator.ApiKey;
import dev.usher.gateway.control.operator.Nobody;
import dev.usher.gateway.control.operator.Operator;
import dev.usher.gateway.control.operator.Operators;
import dev.usher.gateway.control.operator.Reception;
import dev.usher.gateway.core.model.Permission;
import dev.usher.gateway.core.model.TokenDigest;
import dev.usher.gateway.core.model.TokenValue;
import dev.usher.gateway.core.net.AccessList;
import dev.usher.gateway.core.snapshot.Snapshots;
import dev.usher.membership.time.FakeTicker;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The verbs for what a gateway keeps in its store.
class ManagedVerbsIT {

    private final FakeTicker time = new FakeTicker();
    private final Vertx vertx = Vertx.vertx();
    private final Map<String, String> environment = new HashMap<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final TestEstate estate;

    ManagedVerbsIT(@TempDir Path folder) {
        estate = new TestEstate(folder).made();
    }

    @BeforeEach
    void serve() throws Exception {
        var server = AdminServer.start(vertx, Binding.plain("127.0.0.1", 0), null, sources())
                .await(60, TimeUnit.SECONDS);
        environment.put(AdminClient.URL, "http://127.0.0.1:" + server.port());
        environment.put(AdminClient.TOKEN, "secret");
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(60, TimeUnit.SECONDS);
        estate.close();
    }

    @Test
    void showsDirectorsOfNoCluster() {
        assertThat(usher("get", "directors", "alone")).isZero();

        assertThat(out).hasToString("""
                NAME   CLUSTER  STATE    IN FLIGHT  VERSION  SIDECAR        ADDRESS    REASON
                alone  -        unknown  0          -        not_connected  127.0.0.1
                """);
        assertThat(usher("get", "directors", "-o", "json")).isZero();
    }

    @Test
    void showsDevices() {
        device("fw-2", "made");
        device("fw-1", null);

        assertThat(usher("get", "devices")).isZero();

        assertThat(out).hasToString("""
                NAME  TYPE      CLUSTER  DIRECTOR
                fw-1  firewall  -        -
                fw-2  firewall  made     -
                """);
    }

    @Test
    void followsTheListToItsEnd() {
        IntStream.range(0, 501).forEach(number -> device("fw-" + number, null));

        assertThat(usher("get", "devices", "-o", "json")).isZero();

        var list = new JsonObject(out.toString());
        assertThat(list.getJsonArray("items")).hasSize(501);
        assertThat(list.getMap()).containsEntry("next_cursor", null);
    }

    @Test
    void stopsWhereItIsTold() {
        assertThat(usher("get", "directors", "--limit", "2", "-o", "json")).isZero();

        var list = new JsonObject(out.toString());
        assertThat(list.getJsonArray("items")).hasSize(2);
        assertThat(list.getString("next_cursor")).isNotNull();
        assertThat(usher("get", "directors", "--limit", "0")).isEqualTo(2);
    }

    @Test
    void showsTheLog() {
        usher("disable", "cluster", "made");
        out.getBuffer().setLength(0);

        assertThat(usher("get", "activity", "--limit", "1")).isZero();

        assertThat(out.toString().lines().toList())
                .hasSize(2)
                .first()
                .asString()
                .matches("WHEN +WHO +FROM +WHAT +OBJECT +DESCRIPTION");
        assertThat(out.toString().lines().toList().getLast())
                .contains("ci@example.com  127.0.0.1  DisabledCluster  made ");
        assertThat(usher("get", "activity", "made")).isEqualTo(2);
    }

    @Test
    void enablesAndDisables() {
        assertThat(usher("disable", "cluster", "made")).isZero();
        assertThat(usher("enable", "cluster", "made")).isZero();
        assertThat(usher("disable", "director", "alone")).isZero();

        assertThat(out).hasToString("""
                Cluster made is disabled.
                Cluster made is enabled.
                Director alone is disabled.
                """);
        assertThat(usher("enable", "director", "alone", "-o", "json")).isZero();
        assertThat(out.toString()).contains("\"enabled\" : true");
    }

    @Test
    void saysWhatIsInTheWay() {
        assertThat(usher("disable", "director", "d-1")).isOne();
        assertThat(err.toString()).endsWith("[409 director_in_cluster]\n");
        assertThat(usher("enable", "cluster", "none")).isOne();
        assertThat(err.toString()).endsWith("none (expected: the name of a cluster) [404 cluster_not_found]\n");
        assertThat(usher("enable", "roof", "none")).isEqualTo(2);
        assertThat(usher("enable", "cluster", "a/b")).isEqualTo(2);
    }

    @Test
    void createsATokenAndPrintsItsValueOnce() {
        assertThat(usher(
                        "token",
                        "create",
                        "made",
                        "branch",
                        "--expires",
                        "unlimited",
                        "--listener",
                        "agents",
                        "--source",
                        "10.0.0.0/8",
                        "--source",
                        "192.0.2.7"))
                .isZero();

        var lines = out.toString().lines().toList();
        assertThat(TokenValue.wellFormed(lines.getFirst().replaceFirst("value +", "")))
                .isTrue();
        assertThat(lines.subList(2, 7))
                .containsExactly(
                        "name     branch", "cluster  made", "expires  never", "", "The value is shown this once.");
        out.getBuffer().setLength(0);
        assertThat(usher("token", "list", "made")).isZero();
        assertThat(out.toString().lines().toList().getLast())
                .matches("[0-9a-f]{32}  branch  api +never +- +- +0 +agents +10.0.0.0/8, 192.0.2.7");
    }

    @Test
    void revokesAToken() {
        usher("token", "create", "made", "branch", "-o", "json");
        var id = new JsonObject(out.toString()).getString("id");
        out.getBuffer().setLength(0);

        assertThat(usher("token", "revoke", "made", id)).isZero();

        assertThat(out).hasToString(id + " is revoked: 0 connections closed.\n");
        out.getBuffer().setLength(0);
        assertThat(usher("token", "list", "made", "-o", "yaml")).isZero();
        assertThat(out.toString()).contains("revoked_at: \"20");
    }

    @Test
    void saysWhichGatewayWasNotHeardOf() {
        estate.management()
                .store()
                .keep(notes -> {
                    notes.alive("edge-2");
                    return 0;
                })
                .join();

        assertThat(usher("token", "revoke", "eu-west", "ab".repeat(16))).isZero();

        assertThat(out.toString())
                .endsWith(" is revoked: 0 connections closed.\nNot heard of yet: what edge-2 closed.\n");
    }

    @Test
    void saysWhichTokensThereCannotBe() {
        assertThat(usher("token", "create", "eu-west", "branch")).isOne();
        assertThat(err.toString()).endsWith("[409 declared_in_yaml]\n");
        assertThat(usher("token", "create", "made", "branch", "--source", "nowhere", "--listener", "doors"))
                .isOne();
        assertThat(err.toString()).contains("/sources/0: ", "/listeners/0: ").endsWith("[422 invalid_body]\n");
        assertThat(usher("token", "revoke", "made", "0")).isOne();
        assertThat(err.toString()).endsWith("[404 token_not_found]\n");
        assertThat(usher("token", "create", "made")).isEqualTo(2);
        assertThat(usher("token", "revoke", "made", "../x")).isEqualTo(2);
    }

    private void device(String name, @Nullable String cluster) {
        var body = new JsonObject().put("name", name).put("type", "firewall").put("cluster", cluster);
        estate.management()
                .devices()
                .create(new Actor("ops@example.com", ""), body.encode(), false)
                .join();
    }

    private int usher(String... arguments) {
        var terminal = Terminal.piped("", new PrintWriter(out, true), new PrintWriter(err, true));
        var remote = new Remote(terminal, environment, time, time::advance, ZoneOffset.UTC);
        return Usher.commandLine(remote, new Random(7)).execute(arguments);
    }

    private ApiSources sources() throws Exception {
        var digest = MessageDigest.getInstance("SHA-256").digest("secret".getBytes(StandardCharsets.UTF_8));
        var operator = new Operator("ci", "ci@example.com", Set.of(Permission.values()));
        return new ApiSources(
                new GatewayFacts("edge-1", "0.1.0", time.epochMillis()),
                new Fleet(List.of(Fixtures.cluster(3)), time),
                new Snapshots(),
                List::of,
                new Reception(
                        new Operators(List.of(new ApiKey(TokenDigest.of(digest), operator))),
                        Nobody.logins(time),
                        AccessList.of(List.of())),
                estate.management(),
                estate::declared,
                () -> null,
                () -> "",
                List.of(),
                time);
    }
}
