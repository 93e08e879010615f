package dev.usher.gateway.control.publish;

import static dev.usher.gateway.control.fleet.Fixtures.CLUSTER;
import static dev.usher.gateway.control.fleet.Fixtures.director;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.control.fleet.Fixtures;
import dev.usher.gateway.control.fleet.Fleet;
import dev.usher.gateway.core.model.ListenerName;
import dev.usher.gateway.core.model.ServiceName;
import dev.usher.gateway.core.model.TokenDigest;
import dev.usher.gateway.core.model.TokenName;
import dev.usher.gateway.core.net.AccessList;
import dev.usher.gateway.core.net.AccessRule;
import dev.usher.gateway.core.signal.RosterWord.State;
import dev.usher.gateway.core.snapshot.Cluster;
import dev.usher.gateway.core.snapshot.Director;
import dev.usher.gateway.core.snapshot.Director.Standing;
import dev.usher.gateway.core.snapshot.HealthCheck;
import dev.usher.gateway.core.snapshot.Listener;
import dev.usher.gateway.core.snapshot.RetryLimits;
import dev.usher.gateway.core.snapshot.Route;
import dev.usher.gateway.core.snapshot.Snapshot;
import dev.usher.gateway.core.snapshot.Snapshots;
import dev.usher.gateway.core.snapshot.Token;
import dev.usher.gateway.core.snapshot.TokenTable;
import dev.usher.membership.time.FakeTicker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PublisherTest {

    private static final ListenerName LISTENER = new ListenerName("agents");
    private static final ServiceName HTTP = new ServiceName("http");

    private final FakeTicker time = new FakeTicker();
    private final Fleet fleet = new Fleet(List.of(Fixtures.cluster(3)), time);
    private final Snapshots snapshots = new Snapshots();
    private final Publisher publisher = new Publisher(fleet, snapshots);

    @Test
    void publishesEvenAnEmptyWorldOnce() {
        publisher.declare(World.EMPTY);
        publisher.publish();

        assertThat(snapshots.current().version()).isOne();
    }

    @Test
    void publishesADrainWithItsDeadline() {
        publisher.declare(world());
        publisher.follow(time);

        drain(1);

        assertThat(published(1).standing()).isEqualTo(Standing.DRAINING);
        assertThat(published(1).drainUntilNanos())
                .isEqualTo(time.nanos() + Duration.ofSeconds(60).toNanos());
        assertThat(published(2).drainUntilNanos()).isZero();
    }

    @Test
    void opensAnUndrainedDirector() {
        publisher.declare(world());
        publisher.follow(time);
        var before = published(1);
        drain(1);

        fleet.undrain(director(1));

        assertThat(published(1)).isEqualTo(before);
    }

    @Test
    void keepsWhatADrainDoesNotTouch() {
        publisher.declare(world());
        publisher.follow(time);
        var before = snapshots.current();

        drain(1);

        var after = snapshots.current();
        assertThat(after.version()).isEqualTo(before.version() + 1);
        assertThat(after.listener(LISTENER)).isSameAs(before.listener(LISTENER));
        assertThat(cluster(after).tokens()).isSameAs(cluster(before).tokens());
        assertThat(cluster(after).restriction()).isSameAs(cluster(before).restriction());
        assertThat(cluster(after).director(director(2)))
                .isSameAs(cluster(before).director(director(2)));
    }

    @Test
    void publishesNothingWhenTheSameIsDeclaredAgain() {
        publisher.declare(world());
        var before = snapshots.current();

        publisher.declare(world());

        assertThat(snapshots.current()).isSameAs(before);
    }

    @Test
    void publishesNothingWhenADrainIsRepeated() {
        publisher.declare(world());
        publisher.follow(time);
        drain(1);
        var before = snapshots.current();

        time.advance(Duration.ofSeconds(5));
        drain(1);

        assertThat(snapshots.current()).isSameAs(before);
    }

    @Test
    void withdrawsOnASidecarsWordUntilItGrowsOld() {
        publisher.declare(world());
        publisher.follow(time);

        fleet.heard(Fixtures.roster(3, State.UPDATING, time.nanos()));
        assertThat(published(1).standing()).isEqualTo(Standing.WITHDRAWN);

        time.advance(Duration.ofSeconds(10));
        assertThat(published(1).standing()).isEqualTo(Standing.WITHDRAWN);

        time.advance(Duration.ofSeconds(1));
        assertThat(published(1).standing()).isEqualTo(Standing.OPEN);
    }

    private void drain(int number) {
        fleet.drain(director(number), Duration.ofSeconds(60), false, Set.of());
    }

    private Director published(int number) {
        return Objects.requireNonNull(cluster(snapshots.current()).director(director(number)));
    }

    private static Cluster cluster(Snapshot snapshot) {
        return Objects.requireNonNull(snapshot.cluster(CLUSTER));
    }

    /// Built anew by each call: equal to the last one, but nothing in it is the same object.
    private static World world() {
        var route = new Route(null, null, CLUSTER, HTTP);
        var listener = new Listener(
                LISTENER, List.of(route), sources(), AccessList.of(List.of()), Listener.TokenDemand.AS_CLUSTER, false);
        var directors = IntStream.rangeClosed(1, 3)
                .mapToObj(number -> new Director(
                        CLUSTER, director(number), "127.0.0.1", Map.of(HTTP, 9000 + number), Standing.OPEN, 0))
                .toList();
        var health = new HealthCheck(
                HealthCheck.Kind.HTTP, HTTP, "/health", Duration.ofMillis(500), Duration.ofMillis(400), 2, 2);
        var token = new Token(new TokenName("branch"), new TokenDigest(1, 2, 3, 4), Long.MAX_VALUE, Set.of(), null);
        var cluster = new Cluster(
                CLUSTER,
                true,
                directors,
                sources(),
                true,
                TokenTable.of(List.of(token)),
                Cluster.Policy.LEAST_REQUESTS,
                health,
                RetryLimits.DEFAULT);
        return new World(Map.of(LISTENER, listener), Map.of(CLUSTER, cluster));
    }

    private static AccessList sources() {
        return AccessList.of(List.of(AccessRule.parse("127.0.0.1")));
    }
}
