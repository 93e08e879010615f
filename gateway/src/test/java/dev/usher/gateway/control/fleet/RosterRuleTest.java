package dev.usher.gateway.control.fleet;

import static dev.usher.gateway.control.fleet.Fixtures.CLUSTER;
import static dev.usher.gateway.control.fleet.Fixtures.cluster;
import static dev.usher.gateway.control.fleet.Fixtures.director;
import static dev.usher.gateway.control.fleet.Fixtures.roster;
import static dev.usher.gateway.control.fleet.Fixtures.word;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.core.signal.ClusterRoster;
import dev.usher.gateway.core.signal.RosterWord;
import dev.usher.gateway.core.signal.RosterWord.State;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RosterRuleTest {

    private static final long NOW = Long.MIN_VALUE + 5;

    @ParameterizedTest
    @EnumSource(
            value = State.class,
            names = {"DRAINING", "DISABLED", "UPDATING", "UNHEALTHY"})
    void withdrawsOnAnExplicitWord(State state) {
        assertThat(withdraws(roster(3, state, NOW))).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = State.class,
            names = {"UNKNOWN", "STARTING", "HEALTHY"})
    void leavesItToTheGatewaysOwnChecksOtherwise(State state) {
        assertThat(withdraws(roster(3, state, NOW))).isFalse();
    }

    @Test
    void hasNoOpinionWithoutARoster() {
        assertThat(withdraws(null)).isFalse();
    }

    @Test
    void hasNoOpinionOnASilentDirector() {
        assertThat(withdraws(new ClusterRoster(CLUSTER, true, 3, 3, List.of(), NOW)))
                .isFalse();
    }

    @Test
    void forgetsAWordAfterTenSeconds() {
        long tenSeconds = RosterRule.FRESH.toNanos();

        assertThat(withdraws(roster(3, State.UPDATING, NOW - tenSeconds))).isTrue();
        assertThat(withdraws(roster(3, State.UPDATING, NOW - tenSeconds - 1))).isFalse();
    }

    @Test
    void hasNoOpinionOnAWordOfUnknownAge() {
        assertThat(withdraws(one(word(State.UPDATING, true, false, NOW)))).isFalse();
    }

    @Test
    void hasNoOpinionOnAWordOfAMemberThatIsGone() {
        assertThat(withdraws(one(word(State.UPDATING, false, true, NOW)))).isFalse();
    }

    @Test
    void hasNoOpinionWithoutAQuorum() {
        assertThat(withdraws(roster(2, State.UPDATING, NOW))).isTrue();
        assertThat(withdraws(roster(1, State.UPDATING, NOW))).isFalse();
    }

    @Test
    void hasNoOpinionWhenTheClusterIsNotHeard() {
        var words = List.of(word(State.UPDATING, true, true, NOW));

        assertThat(withdraws(new ClusterRoster(CLUSTER, false, 3, 3, words, NOW)))
                .isFalse();
    }

    private static ClusterRoster one(RosterWord word) {
        return new ClusterRoster(CLUSTER, true, 3, 3, List.of(word), NOW);
    }

    private static boolean withdraws(@Nullable ClusterRoster roster) {
        return RosterRule.withdraws(cluster(3), director(1), roster, NOW);
    }
}
