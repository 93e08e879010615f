package dev.usher.gateway.data.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.core.exchange.Cause;
import dev.usher.gateway.core.signal.Signal.Drained;
import dev.usher.gateway.core.snapshot.Cluster;
import dev.usher.gateway.core.snapshot.Cluster.Policy;
import dev.usher.gateway.core.snapshot.Director.Standing;
import dev.usher.gateway.data.load.Health;
import dev.usher.gateway.testkit.Faults;
import dev.usher.gateway.testkit.RawClient;
import dev.usher.gateway.testkit.Samples;
import dev.usher.gateway.testkit.StubDirector;
import dev.usher.gateway.testkit.TestPlan;
import dev.usher.membership.time.Ticker;
import java.time.Duration;
import java.util.HashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which Director a request goes to, and what becomes of it when that one fails, drains or is judged down.
@Timeout(20)
class ChoosingIT {

    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx";

    private final CountDownLatch patience = new CountDownLatch(1);

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void aRefusedConnectionIsTriedElsewhereUnnoticed(String method) throws Exception {
        var good = StubDirector.polite("good");
        try (var gateway =
                        TestPlan.before(good).director("bad", Faults.deadPort()).start();
                var client = RawClient.connect(gateway.port())) {
            for (int i = 0; i < 4; i++) {
                assertThat((method.equals("GET") ? client.get("/") : client.post("/", "x")).body())
                        .isEqualTo("good");
            }
            assertThat(gateway.ejected())
                    .extracting(load -> load.name().toString())
                    .containsExactly("bad");
            assertThat(gateway.lines().stream().mapToInt(line -> line.retries()).sum())
                    .isEqualTo(1);
            assertThat(gateway.line(0).director()).hasToString("good");
        }
    }

    @Test
    void aRequestThatWasResetIsRepeatedOnlyWhereThatDoesNoHarm() throws Exception {
        var bad = StubDirector.scripted("bad", talk -> {
            talk.request();
            talk.reset();
        });
        var good = StubDirector.polite("good");
        try (var gateway = TestPlan.before(bad, good).start();
                var client = RawClient.connect(gateway.port())) {
            assertThat(client.get("/").body()).isEqualTo("good");
            assertThat(gateway.line(0).retries()).isEqualTo(1);
            assertThat(gateway.ejected()).hasSize(1);
            gateway.health(bad, Health.UP);
            gateway.health(good, Health.EJECTED);
            var reply = client.post("/", "x");
            assertThat(reply.status()).isEqualTo(502);
            assertThat(reply.code()).isEqualTo("director_reset");
            assertThat(gateway.line(1).director()).hasToString("bad");
            assertThat(good.received()).hasSize(1);
            assertThat(bad.received()).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE"})
    void anIdempotentRequestIsRepeatedWithItsBody(String method) throws Exception {
        var bad = StubDirector.scripted("bad", talk -> {
            talk.request();
            talk.reset();
        });
        var good = StubDirector.polite("good");
        try (var gateway = TestPlan.before(bad, good).start();
                var client = RawClient.connect(gateway.port())) {
            client.send(method + " /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");

            assertThat(client.reply().body()).isEqualTo("good");
            assertThat(good.received().getFirst().line()).isEqualTo(method + " /x HTTP/1.1");
            assertThat(good.received().getFirst().body()).hasToString("hello");
            assertThat(good.received().getFirst().one("x-request-id"))
                    .isEqualTo(bad.received().getFirst().one("x-request-id"));
        }
    }

    @Test
    void nothingIsRepeatedOnceAByteOfTheAnswerWentOut() throws Exception {
        var bad = StubDirector.scripted("bad", talk -> {
            talk.request();
            talk.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
            talk.reset();
        });
        var good = StubDirector.polite("good");
        try (var gateway = TestPlan.before(bad, good).start();
                var client = RawClient.connect(gateway.port())) {
            client.send(GET);

            assertThat(client.rest()).doesNotContain("good");
            assertThat(good.received()).isEmpty();
        }
    }

    @Test
    void retriesEndWithTheirBudget() throws Exception {
        var good = StubDirector.polite("good");
        var plan = TestPlan.before(good).retries(0, 0);
        try (var gateway = plan.director("bad", Faults.deadPort()).start();
                var client = RawClient.connect(gateway.port())) {
            var codes = new HashMap<String, Integer>();
            codes.merge(client.get("/").code(), 1, Integer::sum);
            codes.merge(client.get("/").code(), 1, Integer::sum);

            assertThat(codes)
                    .containsOnly(java.util.Map.entry("", 1), java.util.Map.entry("director_connect_failed", 1));
        }
    }

    @Test
    void aStaleConnectionIsNoFaultOfItsDirectorEvenWhenThereIsNoOther() throws Exception {
        var director = StubDirector.scripted("one", talk -> {
            if (talk.request() != null) {
                talk.ok("one");
            }
            if (talk.request() != null) {
                talk.reset();
            }
        });
        try (var gateway = TestPlan.before(director).start();
                var client = RawClient.connect(gateway.port())) {
            assertThat(client.get("/1").status()).isEqualTo(200);
            assertThat(client.get("/2").status()).isEqualTo(200);
            assertThat(gateway.ejected()).isEmpty();
            assertThat(gateway.line(1).retries()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Cause.class,
            names = {"DIRECTOR_RESET", "DIRECTOR_TIMEOUT"})
    void aDirectorJudgedDownEndsWhatItHasAtOnce(Cause why) throws Exception {
        var stuck = stuck("stuck");
        var good = StubDirector.polite("good");
        try (var gateway = TestPlan.before(stuck, good).start();
                var client = RawClient.connect(gateway.port());
                var reader = RawClient.connect(gateway.port())) {
            client.send(POST);
            Faults.until("the request arrived", () -> stuck.received().size() == 1);
            assertThat(reader.get("/").body()).isEqualTo("good");
            reader.send(GET);
            Faults.until("the request arrived", () -> stuck.received().size() == 2);

            assertThat(gateway.judgeDown(stuck, why)).isEqualTo(2);

            var reply = client.reply();
            assertThat(reply.status()).isEqualTo(why == Cause.DIRECTOR_RESET ? 502 : 504);
            assertThat(client.post("/", "x").body()).isEqualTo("good");
            assertThat(reader.reply().body()).isEqualTo("good");
            assertThat(gateway.load(stuck).failures()).isEqualTo(2);
        }
    }

    @Test
    void nobodyIsGuessedAtWhenAllAreDown() throws Exception {
        var director = StubDirector.polite("one");
        try (var gateway = TestPlan.before(director).start();
                var client = RawClient.connect(gateway.port())) {
            gateway.health(director, Health.DOWN);
            var reply = client.post("/", "x");

            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.code()).isEqualTo("no_healthy_director");
            assertThat(Integer.parseInt(reply.field("retry-after"))).isPositive();
            gateway.health(director, Health.UP);
            assertThat(client.post("/", "x").status()).isEqualTo(200);
        }
    }

    @Test
    void beforeTheFirstCheckTheGatewayIsNotReady() throws Exception {
        try (var gateway =
                        TestPlan.before(StubDirector.polite("one")).unchecked().start();
                var client = RawClient.connect(gateway.port())) {
            var reply = client.get("/");

            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.code()).isEqualTo("not_ready");
            assertThat(reply.field("retry-after")).isNotEmpty();
        }
    }

    @Test
    void roundRobinTakesTurns() throws Exception {
        try (var gateway = TestPlan.before(StubDirector.polite("a"), StubDirector.polite("b"), StubDirector.polite("c"))
                        .start();
                var client = RawClient.connect(gateway.port())) {
            var turns = new StringBuilder();
            for (int i = 0; i < 9; i++) {
                turns.append(client.get("/").body());
            }

            assertThat(turns.toString()).matches("(abc|bca|cab){3}");
        }
    }

    @Test
    void leastRequestsAvoidsTheBusy() throws Exception {
        var stuck = stuck("stuck");
        var free = StubDirector.polite("free");
        try (var gateway = TestPlan.before(stuck, free)
                        .policy(Policy.LEAST_REQUESTS)
                        .start();
                var held = RawClient.connect(gateway.port());
                var client = RawClient.connect(gateway.port())) {
            gateway.health(free, Health.DOWN);
            held.send(POST);
            Faults.until("the request arrived", () -> stuck.received().size() == 1);
            gateway.health(free, Health.UP);

            for (int i = 0; i < 20; i++) {
                assertThat(client.get("/").body()).isEqualTo("free");
            }
            patience.countDown();
            assertThat(held.reply().body()).isEqualTo("stuck");
        }
    }

    @Test
    void aDirectorThatDrainsFinishesWhatItHasAndGetsNothingNew() throws Exception {
        var drained = stuck("drained");
        var other = StubDirector.polite("other");
        try (var gateway = TestPlan.before(drained, other).start();
                var held = RawClient.connect(gateway.port());
                var client = RawClient.connect(gateway.port())) {
            held.send(POST);
            Faults.until("the request arrived", () -> drained.received().size() == 1);
            gateway.standing(
                    drained,
                    Standing.DRAINING,
                    Ticker.system().nanos() + Duration.ofMinutes(1).toNanos());

            for (int i = 0; i < 4; i++) {
                assertThat(client.post("/", "x").body()).isEqualTo("other");
            }
            assertThat(gateway.heard()).isEmpty();
            patience.countDown();
            assertThat(held.reply().body()).isEqualTo("drained");
            Faults.until("it is drained", () -> !gateway.heard().isEmpty());
            assertThat(((Drained) gateway.heard().getFirst()).cut()).isZero();
            Faults.until("its connections are closed", () -> drained.open() == 0);
            gateway.standing(drained, Standing.OPEN, 0);
            assertThat(client.post("/", "x").body() + client.post("/", "x").body())
                    .contains("drained");
        }
    }

    @Test
    void idleConnectionsWithADrainingDirectorAreClosedAtOnce() throws Exception {
        var director = StubDirector.polite("one");
        try (var gateway = TestPlan.before(director).start();
                var client = RawClient.connect(gateway.port())) {
            assertThat(client.get("/").status()).isEqualTo(200);
            gateway.standing(
                    director,
                    Standing.DRAINING,
                    Ticker.system().nanos() + Duration.ofMinutes(1).toNanos());

            Faults.until("its connections are closed", () -> director.open() == 0);
            assertThat(client.get("/").code()).isEqualTo("no_healthy_director");
        }
    }

    @Test
    void theDrainsDeadlineCutsWhatIsLeft() throws Exception {
        var drained = stuck("drained");
        try (var gateway = TestPlan.before(drained).start();
                var held = RawClient.connect(gateway.port())) {
            held.send(POST);
            Faults.until("the request arrived", () -> drained.received().size() == 1);
            gateway.standing(
                    drained,
                    Standing.DRAINING,
                    Ticker.system().nanos() + Duration.ofMillis(200).toNanos());

            assertThat(held.reply().code()).isEqualTo("director_timeout");
            Faults.until("it is drained", () -> !gateway.heard().isEmpty());
            assertThat(((Drained) gateway.heard().getFirst()).cut()).isEqualTo(1);
            assertThat(gateway.line(0).detail()).isEqualTo("the drain's deadline passed");
        }
    }

    @Test
    void aTokensEndEndsWhatItLetIn() throws Exception {
        var stuck = stuck("one");
        var end = Ticker.system().epochMillis() + 5_000;
        try (var gateway = TestPlan.before(stuck).token("t", "usher_t", end).start();
                var client = RawClient.connect(gateway.port())) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\nX-API-Key: usher_t\r\n\r\n");
            Faults.until("the request arrived", () -> stuck.received().size() == 1);
            var reply = client.reply();

            assertThat(reply.code()).isEqualTo("token_expired");
            assertThat(Ticker.system().epochMillis()).isBetween(end, end + 1000);
        }
    }

    @Test
    void aChangeOfTheAllowListIsAppliedToWhatIsLive() throws Exception {
        var stuck = stuck("one");
        try (var gateway = TestPlan.before(stuck).start();
                var client = RawClient.connect(gateway.port())) {
            client.send(POST);
            Faults.until("the request arrived", () -> stuck.received().size() == 1);
            gateway.change(cluster -> restricted(cluster, "10.0.0.0/8"));

            assertThat(client.reply().code()).isEqualTo("acl_denied");
            assertThat(client.post("/", "x").code()).isEqualTo("acl_denied");
            gateway.change(cluster -> restricted(cluster, "127.0.0.0/8"));
            client.send(POST);
            Faults.until("the request arrived", () -> stuck.received().size() == 2);
            patience.countDown();
            assertThat(client.reply().status()).isEqualTo(200);
        }
    }

    @Test
    void aNewPictureInTheMiddleOfAJudgementMixesNoRequests() throws Exception {
        for (int i = 0; i < 5; i++) {
            try (var gateway = TestPlan.before(StubDirector.polite("one"), stuckNow())
                            .start();
                    var victim = RawClient.connect(gateway.port());
                    var client = RawClient.connect(gateway.port())) {
                assertThat(client.get("/warm").body()).isEqualTo("one");
                victim.send(
                        POST + "GET /victims-next HTTP/1.1\r\nHost: victim\r\nX-Pad: " + "p".repeat(50) + "\r\n\r\n");
                Faults.until(
                        "the request is live", () -> gateway.data().inFlight().join() == 1);
                var busy = new CountDownLatch(1);
                gateway.onLoop(() -> await(busy));
                gateway.change(cluster -> restricted(cluster, "10.0.0.0/8"));
                client.send("GET /mine HTTP/1.1\r\nHost: mine\r\n\r\n");
                busy.countDown();

                assertThat(client.reply().code()).isEqualTo("acl_denied");
                assertThat(victim.reply().code()).isEqualTo("acl_denied");
                assertThat(victim.reply().code()).isEqualTo("acl_denied");
                gateway.line(3);
                assertThat(gateway.lines())
                        .extracting(line -> line.path())
                        .containsExactlyInAnyOrder("/warm", "/", "/mine", "/victims-next");
            }
        }
    }

    @Test
    void aDisabledClusterEndsAndRefuses() throws Exception {
        var stuck = stuck("one");
        try (var gateway = TestPlan.before(stuck).start();
                var client = RawClient.connect(gateway.port())) {
            client.send(POST);
            Faults.until("the request arrived", () -> stuck.received().size() == 1);
            gateway.change(cluster -> changed(cluster, false, cluster));

            assertThat(client.reply().code()).isEqualTo("cluster_disabled");
            assertThat(client.get("/").code()).isEqualTo("cluster_disabled");
        }
    }

    @Test
    void aGatewayThatGoesAwayFinishesAndSaysSo() throws Exception {
        var stuck = stuck("one");
        try (var gateway = TestPlan.before(stuck).start();
                var held = RawClient.connect(gateway.port());
                var idle = RawClient.connect(gateway.port())) {
            held.send(POST);
            Faults.until("the request arrived", () -> stuck.received().size() == 1);
            Faults.until("both are here", () -> gateway.data().connections().join() == 2);
            gateway.data().beginClosing();
            gateway.data().closeIdleDownstream();
            assertThat(idle.ended()).isTrue();
            patience.countDown();
            var reply = held.reply();

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.field("connection")).isEqualTo("close");
            assertThat(held.ended()).isTrue();
        }
    }

    @Test
    void aFullDirectorIsOverloadedAndNotIll() throws Exception {
        var stuck = stuck("one");
        try (var gateway = TestPlan.before(stuck).connectionsPerDirector(1).start();
                var held = RawClient.connect(gateway.port());
                var client = RawClient.connect(gateway.port())) {
            held.send(POST);
            Faults.until("the request arrived", () -> stuck.received().size() == 1);

            assertThat(client.get("/").code()).isEqualTo("overloaded");
            assertThat(gateway.ejected()).isEmpty();
            assertThat(gateway.load(stuck).failures()).isZero();
            patience.countDown();
            assertThat(held.reply().status()).isEqualTo(200);
            assertThat(client.get("/").status()).isEqualTo(200);
        }
    }

    @Test
    void aClientThatLeavesWhileItsDirectorIsDialledLeavesNothingBehind() throws Exception {
        var good = StubDirector.polite("good");
        try (var gateway = TestPlan.before(good).start()) {
            for (int i = 0; i < 20; i++) {
                try (var client = RawClient.connect(gateway.port())) {
                    client.send(GET);
                    client.reset();
                }
            }
            gateway.awaitQuiet();
            assertThat(gateway.ejected()).isEmpty();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Cluster restricted(Cluster cluster, String sources) {
        return new Cluster(
                cluster.name(),
                true,
                cluster.directors(),
                Samples.sources(sources),
                cluster.tokensDemanded(),
                cluster.tokens(),
                cluster.policy(),
                cluster.health(),
                cluster.retries());
    }

    private static Cluster changed(Cluster cluster, boolean enabled, Cluster like) {
        return new Cluster(
                cluster.name(),
                enabled,
                like.directors(),
                like.restriction(),
                like.tokensDemanded(),
                like.tokens(),
                like.policy(),
                like.health(),
                like.retries());
    }

    private static StubDirector stuckNow() {
        return StubDirector.scripted("stuck", talk -> {
            talk.request();
            talk.awaitEnd();
        });
    }

    /// A Director that answers each request once the test's patience is over.
    private StubDirector stuck(String name) {
        return StubDirector.scripted(name, talk -> {
            while (talk.request() != null) {
                Faults.until("the gateway is done with it", () -> patience.getCount() == 0 || gone(talk.socket()));
                talk.socket().setSoTimeout(0);
                talk.ok(name);
            }
        });
    }

    private static boolean gone(java.net.Socket socket) {
        try {
            socket.setSoTimeout(1);
            return socket.getInputStream().read() < 0;
        } catch (java.net.SocketTimeoutException stillThere) {
            return false;
        } catch (java.io.IOException broken) {
            return true;
        }
    }
}
