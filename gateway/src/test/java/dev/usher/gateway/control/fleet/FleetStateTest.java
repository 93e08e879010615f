package dev.usher.gateway.control.fleet;

import static dev.usher.gateway.control.fleet.Fixtures.CLUSTER;
import static dev.usher.gateway.control.fleet.Fixtures.cluster;
import static dev.usher.gateway.control.fleet.Fixtures.director;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.control.fleet.DrainAnswer.Draining;
import dev.usher.gateway.control.fleet.DrainAnswer.Open;
import dev.usher.gateway.control.fleet.DrainAnswer.TooFew;
import dev.usher.gateway.control.fleet.DrainAnswer.Unknown;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.signal.RosterWord.State;
import dev.usher.gateway.core.snapshot.Director.Standing;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FleetStateTest {

    private static final long NOW = Long.MAX_VALUE - 10;

    private FleetState state = FleetState.of(List.of(cluster(3)));

    @Test
    void drainsOneOfThree() {
        var answer = drain(1, 60);

        assertThat(answer).isEqualTo(new Draining(CLUSTER, director(1), order(60)));
        assertThat(standing(1)).isEqualTo(Standing.DRAINING);
        assertThat(standing(2)).isEqualTo(Standing.OPEN);
    }

    @Test
    void refusesToLeaveLessThanAMajority() {
        drain(1, 60);

        assertThat(drain(2, 60)).isEqualTo(new TooFew(CLUSTER, director(2), 1, 2, 3));
        assertThat(standing(2)).isEqualTo(Standing.OPEN);
    }

    @Test
    void drainsTheLastOneWhenForced() {
        drain(1, 60);
        drain(2, 60, true, Set.of());
        drain(3, 60, true, Set.of());

        assertThat(List.of(standing(1), standing(2), standing(3))).containsOnly(Standing.DRAINING);
    }

    @Test
    void doesNotCountUnhealthyDirectorsAsRemaining() {
        assertThat(drain(1, 60, false, Set.of(director(2)))).isEqualTo(new TooFew(CLUSTER, director(1), 1, 2, 3));
    }

    @Test
    void doesNotCountItselfTwiceWhenItIsUnhealthy() {
        assertThat(drain(1, 60, false, Set.of(director(1)))).isInstanceOf(Draining.class);
    }

    @Test
    void doesNotCountWithdrawnDirectorsAsRemaining() {
        state = state.heard(Fixtures.roster(3, State.UPDATING, NOW));

        assertThat(drain(2, 60)).isEqualTo(new TooFew(CLUSTER, director(2), 1, 2, 3));
    }

    @Test
    void keepsTheEarlierDeadlineWhenDrainedTwice() {
        drain(1, 60);

        assertThat(drain(1, 90)).isEqualTo(new Draining(CLUSTER, director(1), order(60)));
        assertThat(drain(1, 30)).isEqualTo(new Draining(CLUSTER, director(1), order(30)));
    }

    @Test
    void opensAgainWhenUndrained() {
        drain(1, 60);

        assertThat(undrain(1)).isEqualTo(new Open(CLUSTER, director(1)));
        assertThat(undrain(1)).isEqualTo(new Open(CLUSTER, director(1)));
        assertThat(standing(1)).isEqualTo(Standing.OPEN);
    }

    @Test
    void knowsItsDirectorsOnly() {
        assertThat(drain(4, 60)).isEqualTo(new Unknown(director(4)));
        assertThat(undrain(4)).isEqualTo(new Unknown(director(4)));
    }

    @Test
    void disablesTheDirectorsOfADisabledCluster() {
        state = FleetState.of(List.of(cluster(3, false)));

        assertThat(standing(1)).isEqualTo(Standing.DISABLED);
    }

    @Test
    void prefersTheAdministratorsWordToTheSidecars() {
        drain(1, 60);
        state = state.heard(Fixtures.roster(3, State.UPDATING, NOW));

        assertThat(standing(1)).isEqualTo(Standing.DRAINING);
    }

    @Test
    void followsTheDrainsThatTheStoreKeeps() {
        state = state.keeping(Map.of(director(1), order(60)));
        assertThat(standing(1)).isEqualTo(Standing.DRAINING);

        drain(2, 60, true, Set.of());
        state = state.keeping(Map.of());
        assertThat(standing(1)).isEqualTo(Standing.OPEN);
        assertThat(standing(2)).isEqualTo(Standing.DRAINING);

        state = state.keeping(Map.of(director(2), order(60)));
        undrain(2);
        state = state.keeping(Map.of());
        assertThat(standing(2)).isEqualTo(Standing.OPEN);
    }

    @Test
    void ofAKeptDrainAndItsOwnTheSoonerStands() {
        drain(1, 60);
        var own = Objects.requireNonNull(state.drains().get(director(1)));

        state = state.keeping(Map.of(director(1), new Drain(own.untilNanos() - 5, own.untilEpochMillis())));
        assertThat(state.drains()).containsEntry(director(1), own);

        state = state.keeping(Map.of(director(1), order(30)));
        assertThat(state.drains()).containsEntry(director(1), order(30));
    }

    @Test
    void whatAnAdministratorAndASidecarAskForIsTakenBackApart() {
        drain(1, 60);
        state = state.leaves(director(1), order(30), Set.of(), NOW).state();
        assertThat(state.drain(director(1))).isEqualTo(order(30));

        assertThat(state.returned(director(1)).drain(director(1))).isEqualTo(order(60));
        undrain(1);
        assertThat(state.drain(director(1))).isEqualTo(order(30));
        assertThat(standing(1)).isEqualTo(Standing.DRAINING);

        state = state.returned(director(1));
        assertThat(standing(1)).isEqualTo(Standing.OPEN);
    }

    @Test
    void whatTheStoreForgetsSparesADrainOfTheSidecar() {
        state = state.keeping(Map.of(director(1), order(60)));
        state = state.leaves(director(1), order(90), Set.of(), NOW).state();

        state = state.keeping(Map.of());

        assertThat(state.drain(director(1))).isEqualTo(order(90));
    }

    @Test
    void aSidecarLeavesAMajority() {
        drain(1, 60);

        var changed = state.leaves(director(2), order(30), Set.of(), NOW);

        assertThat(changed.answer()).isEqualTo(new TooFew(CLUSTER, director(2), 1, 2, 3));
        assertThat(changed.state()).isEqualTo(state);
    }

    @Test
    void aKeptDrainOfADirectorThatIsNotConfiguredWaitsForNothing() {
        state = state.keeping(Map.of(director(9), order(60)));

        assertThat(state.drains()).isEmpty();
    }

    @Test
    void keepsWhatItKnowsOfDirectorsThatRemainConfigured() {
        drain(2, 60);
        state = state.heard(Fixtures.roster(3, State.UPDATING, NOW));

        state = state.configured(List.of(cluster(5)));
        assertThat(standing(1)).isEqualTo(Standing.WITHDRAWN);
        assertThat(standing(2)).isEqualTo(Standing.DRAINING);
        assertThat(standing(5)).isEqualTo(Standing.OPEN);

        state = state.configured(List.of());
        assertThat(state.drains()).isEmpty();
        assertThat(state.rosters()).isEmpty();
    }

    @Test
    void neverLeavesLessThanAMajorityUnforced() {
        for (int seed = 0; seed < 500; seed++) {
            var random = new Random(seed);
            int size = 3 + 2 * random.nextInt(7);
            state = FleetState.of(List.of(cluster(size)));

            for (int step = 0; step < 40; step++) {
                int number = 1 + random.nextInt(size);
                if (random.nextInt(3) == 0) {
                    undrain(number);
                } else {
                    drain(number, random.nextInt(100));
                }

                assertThat(open(size)).as("seed %d step %d", seed, step).isGreaterThanOrEqualTo(size / 2 + 1);
            }
        }
    }

    private long open(int size) {
        return state.view(new Attending(), NOW).getFirst().directors().stream()
                .limit(size)
                .filter(view -> view.standing() == Standing.OPEN)
                .count();
    }

    private Standing standing(int number) {
        return state.standing(state.clusters().getFirst(), director(number), NOW);
    }

    private DrainAnswer drain(int number, int seconds) {
        return drain(number, seconds, false, Set.of());
    }

    private DrainAnswer drain(int number, int seconds, boolean force, Set<DirectorName> unhealthy) {
        var changed = state.drain(director(number), order(seconds), force, unhealthy, NOW);
        state = changed.state();
        return changed.answer();
    }

    private DrainAnswer undrain(int number) {
        var changed = state.undrain(director(number));
        state = changed.state();
        return changed.answer();
    }

    /// The monotonic clock overflows before any of these is reached.
    private static Drain order(int seconds) {
        return new Drain(NOW + seconds * 1_000_000_000L, seconds * 1_000L);
    }
}
