package dev.usher.gateway.control.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.snapshot.Director.Standing;
import dev.usher.gateway.testkit.Faults;
import dev.usher.gateway.testkit.Relay;
import dev.usher.membership.channel.ChannelSettings;
import dev.usher.membership.contract.proto.ClusterConfiguration;
import dev.usher.membership.contract.proto.Configure;
import dev.usher.membership.contract.proto.Directive;
import dev.usher.membership.contract.proto.Drain;
import dev.usher.membership.contract.proto.FromSidecar;
import dev.usher.membership.contract.proto.Hello;
import dev.usher.membership.contract.proto.Outcome;
import dev.usher.membership.contract.proto.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectivesIT {

    private static final DirectorName DIRECTOR = new DirectorName("director-1");

    @TempDir
    Path folder = Path.of("");

    private TestEstate estate;

    @BeforeEach
    void open() {
        estate = TestEstate.in(folder, "edge-1");
    }

    @AfterEach
    void close() {
        estate.close();
    }

    @Test
    void anAnswerIsMatchedToItsDirective() {
        try (var sidecar = connected(estate)) {
            sidecar.judgement = directive -> directive.hasDrain() ? Outcome.NO_QUORUM : Outcome.DONE;

            var drain = estate.channel().drain(DIRECTOR);
            var undrain = estate.channel().undrain(DIRECTOR);

            assertThat(soon(drain)).isEqualTo(new Told.Answered(Outcome.NO_QUORUM, ""));
            assertThat(soon(undrain)).isEqualTo(new Told.Answered(Outcome.DONE, ""));
        }
    }

    @Test
    void whoIsNotConnectedIsNotOrdered() {
        assertThat(soon(estate.channel().drain(DIRECTOR))).isEqualTo(new Told.NotConnected());
    }

    @Test
    void anUnansweredDirectiveComesAgainOverTheNextStream() {
        try (var relay = Relay.to(estate.port());
                var sidecar = behind(relay)) {
            sidecar.awaitConnected("127.0.0.1:" + relay.port());
            sidecar.judgement = _ -> null;
            var told = estate.channel().drain(DIRECTOR);
            Faults.until("the directive", () -> sidecar.directives.size() == 1);

            sidecar.judgement = _ -> Outcome.DONE;
            relay.cut();

            assertThat(soon(told)).isEqualTo(new Told.Answered(Outcome.DONE, ""));
            var first = sidecar.directives.getFirst();
            var again = sidecar.directives.getLast();
            assertThat(again.getId()).isEqualTo(first.getId());
            assertThat(again.getEpoch()).isEqualTo(first.getEpoch());
            assertThat(again.getValidForMillis()).isLessThan(first.getValidForMillis());
        }
    }

    @Test
    void anExpiredDirectiveIsNotSentAgain() {
        try (var relay = Relay.to(estate.port());
                var sidecar = behind(relay)) {
            sidecar.awaitConnected("127.0.0.1:" + relay.port());
            sidecar.judgement = _ -> null;
            var told = estate.channel().order(DIRECTOR, drain(), Duration.ofMillis(100));

            assertThat(soon(told)).isEqualTo(new Told.Expired());
            sidecar.judgement = _ -> Outcome.DONE;
            relay.cut();
            Faults.until("it is back", () -> sidecar.welcomes.get() == 2);
            estate.awaitConnected("director-1");

            assertThat(soon(estate.channel().undrain(DIRECTOR))).isEqualTo(new Told.Answered(Outcome.DONE, ""));
            assertThat(sidecar.directives).hasSize(2);
            assertThat(sidecar.directives.getLast().hasUndrain()).isTrue();
        }
    }

    @Test
    void anEpochThatWasObeyedIsExceededAndWrittenDownBeforeTheFirstDirective() {
        try (var sidecar = TestSidecar.of("director-1", folder, estate.newKey("director-1"), estate)) {
            sidecar.awaitConnected(estate);
        }
        estate.awaitNotConnected("director-1");
        var estateName = estate.authority.estate();
        try (var sidecar = TestSidecar.of(
                "director-1", folder, null, hello -> hello.setEstate(estateName).setHighestEpoch(41), estate)) {
            sidecar.awaitConnected(estate);

            assertThat(estate.epoch()).isEqualTo(42);
            soon(estate.channel().drain(DIRECTOR));
            assertThat(sidecar.directives.getFirst().getEpoch()).isEqualTo(42);
            assertThat(sidecar.directives.getFirst().getEstate()).isEqualTo(estate.authority.estate());
        }
    }

    @Test
    void whatWasObeyedInAnotherEstateSaysNothing() {
        try (var sidecar = TestSidecar.of("director-1", folder, estate.newKey("director-1"), estate)) {
            sidecar.say(hello -> hello.setEstate("another").setHighestEpoch(41));
            sidecar.awaitConnected(estate);

            assertThat(estate.epoch()).isEqualTo(1);
        }
    }

    @Test
    void anotherGatewaysEpochIsLearntFromAnAnswer() {
        try (var sidecar = connected(estate)) {
            sidecar.sayStatus(status -> status.setHighestEpoch(7));

            Faults.until("the epoch raised", () -> estate.epoch() == 8);
            Faults.until("a directive of it", () -> {
                soon(estate.channel().drain(DIRECTOR));
                return sidecar.directives.getLast().getEpoch() == 8;
            });
        }
    }

    @Test
    void noMoreDirectivesWaitThanMay() {
        try (var sidecar = connected(estate)) {
            sidecar.judgement = _ -> null;
            for (int i = 0; i < Orders.WAITING_MAX; i++) {
                estate.channel().drain(DIRECTOR);
            }

            assertThat(soon(estate.channel().drain(DIRECTOR))).isEqualTo(new Told.TooMany());
        }
    }

    @Test
    void whoDoesNotReadLosesItsStream() {
        var identity = connected(estate).closing(TestSidecar::identity);
        estate.awaitNotConnected("director-1");
        try (var log = HeardLog.of("dev.usher.gateway.control.channel");
                var raw = new RawSidecar(estate, identity)) {
            raw.say(hello());
            estate.awaitConnected("director-1");
            Faults.until("a welcome", () -> !raw.heard.isEmpty());
            raw.closeEars();
            var large = Directive.newBuilder()
                    .setConfigure(Configure.newBuilder()
                            .setCluster(ClusterConfiguration.newBuilder().setName("x".repeat(200_000))));

            Faults.until("the end", () -> {
                soon(estate.channel().order(DIRECTOR, large.clone(), Duration.ofMillis(1)));
                raw.say(FromSidecar.newBuilder()
                        .setStatus(Status.getDefaultInstance())
                        .build());
                return !estate.view("director-1").connected();
            });
            log.await("does not read");
        }
    }

    @Test
    void aLeavingSidecarHasItsDirectorDrainedAndIsToldWhenNothingIsInFlight() {
        try (var sidecar = connected(estate)) {
            estate.sight("director-1", new Sight(2, false, true));

            sidecar.channels().farewell(true);

            Faults.until("draining", () -> estate.view("director-1").standing() == Standing.DRAINING);
            estate.sight("director-1", new Sight(2, true, true));
            Faults.until(
                    "two in flight",
                    () -> sidecar.heartbeats.stream().anyMatch(beat -> beat.getWithheld() && beat.getInFlight() == 2));
            assertThat(sidecar.goodbyes).isEmpty();
            estate.sight("director-1", new Sight(0, true, true));
            Faults.until("goodbye", () -> sidecar.goodbyes.contains("drained"));
            assertThat(estate.view("director-1").standing()).isEqualTo(Standing.DRAINING);
        }
        try (var back = TestSidecar.of("director-1", folder, null, estate)) {
            back.awaitConnected(estate);

            assertThat(estate.view("director-1").standing()).isEqualTo(Standing.OPEN);
        }
    }

    @Test
    void aSidecarThatLeavesAloneChangesNothing() {
        try (var sidecar = connected(estate)) {
            sidecar.channels().farewell(false);

            Faults.until("goodbye", () -> sidecar.goodbyes.contains("farewell"));
            assertThat(estate.view("director-1").standing()).isEqualTo(Standing.OPEN);
        }
    }

    @Test
    void aDirectorThatIsNeededIsNotDrainedForItsSidecar() {
        try (var sidecar = connected(estate)) {
            estate.sight("director-2", new Sight(0, false, false));

            sidecar.channels().farewell(true);

            Faults.until("goodbye", () -> !sidecar.goodbyes.isEmpty());
            assertThat(sidecar.goodbyes.getFirst()).startsWith("not drained: 1 others");
            assertThat(estate.view("director-1").standing()).isEqualTo(Standing.OPEN);
        }
    }

    private static Hello.Builder managed(Hello.Builder hello, long revision) {
        var status = hello.getStatus().toBuilder().setConfigRevision(revision);
        return hello.setManaged(true).setStatus(status);
    }

    @Test
    void aManagedSidecarIsSentWhatItShouldRunUntilItDoes() {
        estate.close();
        var database = folder.resolve("managed.db");
        long first;
        try (var gateway = TestEstate.keeping(folder, database, "edge-1", TestEstate.MANAGED);
                var sidecar = TestSidecar.of(
                        "director-1", folder, gateway.newKey("director-1"), hello -> hello.setManaged(true), gateway)) {
            Faults.until("configured", () -> !sidecar.directives.isEmpty());

            var configuration = sidecar.directives.getFirst().getConfigure().getCluster();
            first = configuration.getRevision();
            assertThat(configuration.getName()).isEqualTo("eu-west");
            assertThat(configuration.getDirectorsList()).hasSize(3);
            assertThat(configuration.getProbe().getService()).isEqualTo("http");
            var cluster = gateway.fleet.clusters().getFirst();
            assertThat(cluster.drift()).isTrue();
            assertThat(cluster.directors())
                    .extracting(director -> String.valueOf(cluster.drift(director)))
                    .containsExactly("true", "null", "null");
            sidecar.sayStatus(status -> status.setConfigRevision(first));
            Faults.until(
                    "no drift",
                    () -> Boolean.FALSE.equals(
                            gateway.fleet.clusters().getFirst().drift()));
        }
        var changed = TestEstate.MANAGED.replace("{http: 8080}", "{http: 8080, syslog: 514}");
        try (var gateway = TestEstate.keeping(folder, database, "edge-2", changed);
                var sidecar = TestSidecar.of("director-1", folder, null, hello -> managed(hello, first), gateway)) {
            Faults.until(
                    "configured anew",
                    () -> sidecar.directives.stream()
                            .anyMatch(directive ->
                                    directive.getConfigure().getCluster().getRevision() == first + 1));
        }
    }

    @Test
    void whoIsInNoClusterAnyMoreIsReleasedAndWhoIsNoDirectorGoes() throws Exception {
        estate.close();
        try (var gateway = TestEstate.keeping(folder, folder.resolve("managed.db"), "edge-1", TestEstate.MANAGED);
                var sidecar = TestSidecar.of(
                        "director-1", folder, gateway.newKey("director-1"), hello -> hello.setManaged(true), gateway)) {
            gateway.awaitConnected("director-1");

            sidecar.sayStatus(status -> status.setConfigRevision(1));

            gateway.channel().serve(List.of(), Set.of(new DirectorName("director-1")));
            Faults.until("released", () -> sidecar.directives.stream().anyMatch(Directive::hasRelease));

            sidecar.directives.clear();
            sidecar.sayStatus(status -> status.setConfigRevision(0));
            gateway.channel().serve(gateway.clusters(), Set.of());
            Faults.until("configured", () -> sidecar.directives.stream().anyMatch(Directive::hasConfigure));

            gateway.channel().serve(List.of(), Set.of());
            Faults.until("gone", () -> sidecar.connected.isEmpty());
        }
    }

    @Test
    void aRevisionAheadOfOursIsExceeded() {
        estate.close();
        try (var gateway = TestEstate.keeping(folder, folder.resolve("managed.db"), "edge-1", TestEstate.MANAGED);
                var sidecar = TestSidecar.of(
                        "director-1", folder, gateway.newKey("director-1"), hello -> managed(hello, 90), gateway)) {
            Faults.until(
                    "configured above",
                    () -> sidecar.directives.stream()
                            .anyMatch(directive ->
                                    directive.getConfigure().getCluster().getRevision() == 91));
        }
    }

    private TestSidecar connected(TestEstate where) {
        var sidecar = TestSidecar.of("director-1", folder, where.newKey("director-1"), where);
        sidecar.awaitConnected(where);
        return sidecar;
    }

    private TestSidecar behind(Relay relay) {
        return TestSidecar.at(
                "director-1",
                folder,
                estate.newKey("director-1"),
                List.of(new ChannelSettings.Gateway("127.0.0.1", relay.port(), estate.ca())));
    }

    private static FromSidecar hello() {
        return FromSidecar.newBuilder()
                .setHello(Hello.newBuilder().setDirector("director-1"))
                .build();
    }

    private static Directive.Builder drain() {
        return Directive.newBuilder().setDrain(Drain.getDefaultInstance());
    }

    private static Told soon(CompletionStage<Told> told) {
        return told.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }
}
