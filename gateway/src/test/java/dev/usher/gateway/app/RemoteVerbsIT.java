package dev.usher.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.control.api.AdminServer;
import dev.usher.gateway.control.api.ApiSources;
import dev.usher.gateway.control.api.Binding;
import dev.usher.gateway.control.api.GatewayFacts;
import dev.usher.gateway.control.api.ReadyCheck;
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
import dev.usher.gateway.core.signal.DirectorStatus;
import dev.usher.gateway.core.snapshot.Snapshots;
import dev.usher.membership.time.FakeTicker;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RemoteVerbsIT {

    private static final String NOTE = " This does not survive a restart of the gateway.\n";

    private final FakeTicker time = new FakeTicker();
    private final Fleet fleet = new Fleet(List.of(Fixtures.cluster(3)), time);
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Vertx vertx = Vertx.vertx();
    private final Map<String, String> environment = new HashMap<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Pause pause = time::advance;

    @BeforeEach
    void serve() throws Exception {
        var server = AdminServer.start(vertx, Binding.plain("127.0.0.1", 0), null, sources())
                .await(10, TimeUnit.SECONDS);
        environment.put(AdminClient.URL, "http://127.0.0.1:" + server.port());
        environment.put(AdminClient.TOKEN, "secret");
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void drainsAndSaysUntilWhen() {
        inFlight.set(3);

        assertThat(usher("drain", "director-1", "--timeout", "90s")).isZero();

        var deadline = Instant.ofEpochMilli(time.epochMillis() + 90_000).toString();
        assertThat(out)
                .hasToString("director-1 is draining: 3 requests in flight, cut at " + deadline.substring(11, 19) + "."
                        + NOTE);
    }

    @Test
    void saysSoWhenThereWasNothingInFlight() {
        assertThat(usher("drain", "director-1")).isZero();

        assertThat(out).hasToString("director-1 is drained: nothing in flight." + NOTE);
    }

    @Test
    void tellsProgramsWhatCameOfADrain() {
        inFlight.set(1);
        pause = duration -> {
            time.advance(duration);
            inFlight.decrementAndGet();
        };

        assertThat(usher("drain", "director-1", "--wait", "-o", "json")).isZero();

        var drained = new JsonObject(out.toString());
        assertThat(drained.getString("state")).isEqualTo("drained");
        out.getBuffer().setLength(0);
        assertThat(usher("undrain", "director-1", "-o", "yaml")).isZero();
        assertThat(out.toString()).contains("director: director-1\n", "state: healthy\n");
    }

    @Test
    void waitsForTheLastRequest() {
        inFlight.set(2);
        pause = duration -> {
            time.advance(duration);
            inFlight.decrementAndGet();
        };

        assertThat(usher("drain", "director-1", "--wait")).isZero();

        assertThat(out.toString())
                .startsWith("director-1 is draining: 2 requests in flight")
                .endsWith("""
                director-1 is drained: nothing in flight.
                """);
    }

    @Test
    void givesUpSomeTimeAfterTheDeadline() {
        inFlight.set(1);

        assertThat(usher("drain", "director-1", "--wait", "--timeout", "1s")).isOne();

        assertThat(err).hasToString("director-1 still has requests in flight, after its deadline.\n");
        assertThat(out.toString()).startsWith("director-1 is draining: 1 request in flight");
    }

    @Test
    void doesNotWaitWhenSomebodyElseUndrains() {
        inFlight.set(1);
        pause = _ -> fleet.undrain(Fixtures.director(1));

        assertThat(usher("drain", "director-1", "--wait")).isOne();

        assertThat(err).hasToString("director-1 is healthy: somebody else ended the drain.\n");
    }

    @Test
    void drainsAMinorityOnlyUnlessForced() {
        usher("drain", "director-1");

        assertThat(usher("drain", "director-2")).isOne();
        assertThat(err.toString()).contains("only 1 of the 3 Directors").endsWith("[409 majority_required]\n");
        assertThat(usher("drain", "director-2", "--force")).isZero();
    }

    @Test
    void undrains() {
        usher("drain", "director-1");

        assertThat(usher("undrain", "director-1")).isZero();

        assertThat(out.toString()).endsWith("director-1 takes requests again; it is healthy.\n");
    }

    @Test
    void showsDirectorsInColumns() {
        usher("drain", "director-2");
        out.getBuffer().setLength(0);

        assertThat(usher("get", "directors")).isZero();

        assertThat(out).hasToString("""
                NAME        CLUSTER  STATE    IN FLIGHT  VERSION  SIDECAR        ADDRESS    REASON
                director-1  eu-west  healthy  0          -        not_connected  127.0.0.1
                director-2  eu-west  drained  0          -        not_connected  127.0.0.1
                director-3  eu-west  healthy  0          -        not_connected  127.0.0.1
                """);
    }

    @Test
    void showsClustersInColumns() {
        assertThat(usher("get", "clusters", "eu-west")).isZero();

        assertThat(out).hasToString("""
                NAME     TYPE          STATUS   DIRECTORS    QUORUM
                eu-west  self_managed  enabled  3 up 0 down  0 of 2 needed, lost
                """);
    }

    @Test
    void showsTheSameToPrograms() {
        assertThat(usher("get", "status", "-o", "json")).isZero();
        assertThat(new JsonObject(out.toString()).getString("name")).isEqualTo("edge-1");

        assertThat(usher("get", "status", "-o", "yaml")).isZero();
        assertThat(out.toString()).contains("\nname: edge-1\nversion: \"0.1.0\"\n", "\nchecks:\n  bound: true\n");
    }

    @Test
    void saysWhatTheGatewaySays() {
        assertThat(usher("get", "directors", "director-9")).isOne();
        assertThat(err).hasToString("director-9 (expected: the name of a Director) [404 director_not_found]\n");
    }

    @Test
    void saysWhatIsWrongWithATimeout() {
        assertThat(usher("drain", "director-1", "--timeout", "soon")).isEqualTo(2);
        assertThat(usher("drain", "director-1", "--timeout", "25h")).isOne();
        assertThat(err.toString()).contains("/timeout: 90000000ms (expected: a duration from 0s to 24h");
    }

    @Test
    void asksForAnApiToken() {
        environment.remove(AdminClient.TOKEN);

        assertThat(usher("get", "directors")).isEqualTo(2);
        assertThat(err.toString()).startsWith("USHER_API_TOKEN: not set (expected: an API token of the gateway)");
    }

    @Test
    void saysSoWhenTheTokenIsUnknown() {
        environment.put(AdminClient.TOKEN, "other");

        assertThat(usher("get", "directors")).isOne();
        assertThat(err).hasToString("No such API token is configured. [401 token_unknown]\n");
    }

    @Test
    void saysSoWhenThereIsNoGateway() throws Exception {
        stop();

        assertThat(usher("get", "directors")).isOne();
        assertThat(err.toString()).contains("no gateway answers there");
    }

    private int usher(String... arguments) {
        var terminal = Terminal.piped("", new PrintWriter(out, true), new PrintWriter(err, true));
        var remote = new Remote(terminal, environment, time, duration -> pause.pause(duration), ZoneOffset.UTC);
        return Usher.commandLine(remote, new Random(7)).execute(arguments);
    }

    private ApiSources sources() throws Exception {
        var digest = MessageDigest.getInstance("SHA-256").digest("secret".getBytes(StandardCharsets.UTF_8));
        var operator = new Operator("ci", "ci@example.com", Set.of(Permission.values()));
        return new ApiSources(
                new GatewayFacts("edge-1", "0.1.0", time.epochMillis()),
                fleet,
                new Snapshots(),
                () -> IntStream.rangeClosed(1, 3).mapToObj(this::status).toList(),
                new Reception(
                        new Operators(List.of(new ApiKey(TokenDigest.of(digest), operator))),
                        Nobody.logins(time),
                        AccessList.of(List.of())),
                null,
                () -> Fixtures.declared(3),
                () -> null,
                () -> "",
                List.of(new ReadyCheck("bound", () -> true)),
                time);
    }

    private DirectorStatus status(int number) {
        return new DirectorStatus(
                Fixtures.CLUSTER, Fixtures.director(number), true, "healthy", "", inFlight.get(), 0, 0, 0);
    }
}
