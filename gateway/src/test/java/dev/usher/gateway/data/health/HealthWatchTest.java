package dev.usher.gateway.data.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.core.model.ServiceName;
import dev.usher.gateway.core.signal.Signal;
import dev.usher.gateway.core.signal.Signals;
import dev.usher.gateway.core.snapshot.Cluster.Policy;
import dev.usher.gateway.core.snapshot.Director;
import dev.usher.gateway.core.snapshot.HealthCheck;
import dev.usher.gateway.data.load.DirectorLoad;
import dev.usher.gateway.data.load.Health;
import dev.usher.gateway.data.load.LoadTable;
import dev.usher.gateway.testkit.Estates;
import dev.usher.membership.probe.ProbeResult;
import dev.usher.membership.time.FakeTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthWatchTest {

    private static final HealthCheck CHECK = Estates.check(Duration.ofMillis(500), Duration.ofMillis(400));

    private final FakeTicker time = new FakeTicker();
    private final StubChecks checks = new StubChecks();
    private final LoadTable loads = new LoadTable();
    private final Signals signals = new Signals();
    private final List<Signal> emitted = new ArrayList<>();
    private final List<String> ended = new ArrayList<>();
    private final HealthWatch watch = new HealthWatch(
            loads,
            new Surroundings(
                    checks, signals, time, time, (load, cause) -> ended.add(load.name() + " " + cause.code())));
    private long version;

    @BeforeEach
    void twoDirectors() {
        signals.subscribe(emitted::add);
        apply(CHECK, Estates.directors(2));
    }

    @Test
    void oneGoodCheckIsEnoughAtTheStart() {
        assertThat(load(1).fit()).isFalse();

        good(1);

        assertThat(load(1).fit()).isTrue();
        assertThat(emitted).containsExactly(changed(1, true, "answered 127.0.0.1:1"));
    }

    @Test
    void aGatewayIsReadyToJudgeOnceAllAreDecided() {
        good(1);
        refused(2);
        assertThat(watch.allDecided()).isFalse();

        refused(2);

        assertThat(watch.allDecided()).isTrue();
        assertThat(load(2).seen().health()).isEqualTo(Health.DOWN);
    }

    @Test
    void judgedDownItEndsWhatIsInFlight() {
        good(1);
        good(2);

        refused(1);
        refused(1);
        hung(2);
        hung(2);

        assertThat(ended).containsExactly("director-1 director_reset", "director-2 director_timeout");
        assertThat(emitted).last().isEqualTo(changed(2, false, "timeout 127.0.0.1:2, said so"));
    }

    @Test
    void whatIsDownReturnsAfterEnoughGoodChecks() {
        refused(1);
        refused(1);

        good(1);
        assertThat(load(1).fit()).isFalse();

        good(1);
        assertThat(load(1).fit()).isTrue();
    }

    @Test
    void anEjectionBringsTheNextCheckForwardAtOnce() {
        good(1);

        eject(1);

        assertThat(checks.of(1).asked).isEqualTo(1);
        assertThat(emitted).last().isEqualTo(changed(1, false, "reset"));
    }

    @Test
    void anEjectedDirectorReturnsAfterGoodChecksCloseBehindEachOther() {
        good(1);
        eject(1);

        good(1);
        assertThat(load(1).fit()).isFalse();
        time.advance(Duration.ofMillis(20));
        assertThat(checks.of(1).asked).isEqualTo(2);

        good(1);
        assertThat(load(1).fit()).isTrue();
    }

    @Test
    void anEjectedDirectorThatChecksFindDeadIsDown() {
        good(1);
        eject(1);

        refused(1);
        refused(1);

        assertThat(load(1).seen().health()).isEqualTo(Health.DOWN);
        assertThat(ended).containsExactly("director-1 director_reset");
    }

    @Test
    void aFailedCheckBetweenGoodOnesCountsAgainstReturning() {
        good(1);
        eject(1);

        good(1);
        refused(1);
        good(1);

        assertThat(load(1).seen().health()).isEqualTo(Health.EJECTED);
    }

    @Test
    void oneThatFlapsStaysOutThoughItsChecksPass() {
        good(1);
        eject(1);
        good(1);
        good(1);
        eject(1);
        good(1);
        good(1);
        good(1);
        assertThat(load(1).fit()).isFalse();
        int asked = checks.of(1).asked;

        time.advance(Duration.ofSeconds(1));
        assertThat(checks.of(1).asked).isEqualTo(asked + 1);
        good(1);

        assertThat(load(1).fit()).isTrue();
    }

    @Test
    void aHeldDirectorIsNotAskedMoreOftenThanNeeded() {
        good(1);
        eject(1);
        good(1);
        good(1);
        eject(1);
        for (int i = 0; i < 50; i++) {
            good(1);
        }

        assertThat(time.pending()).isEqualTo(1);
    }

    @Test
    void aSnapshotDisturbsOnlyWhatItChanges() {
        var first = checks.of(1);
        good(1);

        apply(CHECK, List.of(Estates.director("director-1", 1), Estates.director("director-3", 3)));

        assertThat(checks.of(1)).isSameAs(first);
        assertThat(checks.started).hasSize(3);
        assertThat(checks.started.get(1).stopped).isTrue();
        assertThat(loads.all())
                .extracting(load -> load.name().value())
                .containsExactlyInAnyOrder("director-1", "director-3");
        assertThat(load(1).fit()).isTrue();
    }

    @Test
    void anotherPaceKeepsWhatIsKnown() {
        good(1);

        apply(Estates.check(Duration.ofSeconds(5), Duration.ofSeconds(1)), Estates.directors(2));

        assertThat(load(1).fit()).isTrue();
        assertThat(checks.of(1).check.timeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(checks.started.getFirst().stopped).isTrue();
    }

    @Test
    void anotherPaceDoesNotLetAnEjectedDirectorInSooner() {
        good(1);
        eject(1);
        apply(Estates.check(Duration.ofSeconds(5), Duration.ofSeconds(1)), Estates.directors(2));

        good(1);
        assertThat(load(1).fit()).isFalse();

        good(1);
        assertThat(load(1).fit()).isTrue();
    }

    @Test
    void anotherPlaceForgetsWhatIsKnown() {
        good(1);

        apply(CHECK, List.of(Estates.director("director-1", 11), Estates.director("director-2", 2)));

        assertThat(load(1).seen().health()).isEqualTo(Health.UNKNOWN);
        good(11);
        assertThat(load(1).fit()).isTrue();
    }

    @Test
    void whatWasStoppedIsNotHeardOfAgain() {
        var first = checks.of(1);
        var load = load(1);
        apply(CHECK, List.of(Estates.director("director-2", 2)));

        first.answer(ProbeResult.Cause.ANSWERED);

        assertThat(load.fit()).isFalse();
        assertThat(emitted).isEmpty();
    }

    @Test
    void aDirectorWithoutTheServiceToCheckIsDown() {
        var check = new HealthCheck(
                HealthCheck.Kind.TCP,
                new ServiceName("metrics"),
                "/",
                CHECK.interval(),
                CHECK.timeout(),
                CHECK.healthyAfter(),
                CHECK.unhealthyAfter());

        apply(check, Estates.directors(1));

        assertThat(load(1).seen().reason()).isEqualTo("it has no service metrics to check");
        assertThat(load(1).fit()).isFalse();
    }

    @Test
    void theControlPlaneSeesWhatIsSeen() {
        good(1);
        time.advance(Duration.ofSeconds(3));

        var statuses = watch.directors();

        assertThat(statuses).hasSize(2);
        assertThat(statuses.getFirst().health()).isEqualTo("healthy");
        assertThat(statuses.getFirst().healthy()).isTrue();
        assertThat(statuses.getFirst().sinceEpochMillis()).isEqualTo(time.epochMillis() - 3_000);
        assertThat(statuses.getLast().health()).isEqualTo("unknown");
        assertThat(statuses.getLast().reason()).isEqualTo("not checked yet");
    }

    private void apply(HealthCheck check, List<Director> directors) {
        watch.apply(Estates.snapshot(++version, Estates.cluster(Policy.LEAST_REQUESTS, check, directors)));
    }

    private void eject(int number) {
        assertThat(load(number).eject("reset", time.nanos())).isTrue();
        watch.ejected(load(number));
    }

    private void good(int port) {
        checks.of(port).answer(ProbeResult.Cause.ANSWERED);
    }

    private void refused(int port) {
        checks.of(port).answer(ProbeResult.Cause.REFUSED);
    }

    private void hung(int port) {
        checks.of(port).answer(ProbeResult.Cause.TIMEOUT);
    }

    private DirectorLoad load(int number) {
        return loads.of(Estates.directors(2).get(number - 1));
    }

    private static Signal changed(int number, boolean healthy, String reason) {
        var director = Estates.directors(2).get(number - 1);
        return new Signal.HealthChanged(director.cluster(), director.name(), healthy, reason);
    }
}
