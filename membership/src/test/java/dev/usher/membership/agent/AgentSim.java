package dev.usher.membership.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.membership.contract.proto.Directive.OrderCase;
import dev.usher.membership.contract.proto.Outcome;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Sidecars in a world where everything goes wrong: messages are lost, late, repeated and out of order, the cluster is
/// split, disks are slow, fail and are lost, processes die in the middle of a write, two gateways of one estate hold
/// different epochs or get an old one back, and a gateway of another estate gives orders too.
///
/// After each event it holds that
///
/// 1. no order of another estate, and none of an epoch older than the highest on disk, is obeyed;
/// 2. the epoch never falls, over restarts neither, unless the disk was lost;
/// 3. no answer tells an epoch that is not on disk, and none but a refusal for want of room goes out before the order's
///    own epoch is;
/// 4. no order is begun before that is on disk, and none twice, restarts included;
/// 5. nothing is begun once its time, counted from receipt, is over;
/// 6. no drain, disable or update is begun without a majority of those configured, nor after the state was lost and
///    nothing has mended it since;
/// 7. nobody is told `NO_QUORUM` for a configuration, undrain, enable or release;
/// 8. within one cluster, no older configuration replaces a newer one;
/// 9. nothing changes what is in force but an order;
///
/// and after each schedule that every state has a way out: time ends what hangs, a sidecar alone obeys release, a newer
/// configuration, undrain and enable, and with its peers back it says `HEALTHY` and can be drained.
class AgentSim {

    private static final int SCHEDULES = 10_000;

    private final Set<Object> reached = new HashSet<>();

    @Test
    void tenThousandSchedulesBreakNoRule() {
        for (long seed = 0; seed < SCHEDULES; seed++) {
            assertThat(broken(seed, Mutant.NONE)).as("seed " + seed).isNull();
        }

        assertThat(reached)
                .as("what happened at all")
                .contains(Effect.RollBack.class)
                .containsAll(EnumSet.allOf(Exit.Phase.class))
                .containsAll(EnumSet.complementOf(EnumSet.of(OrderCase.ORDER_NOT_SET)))
                .containsAll(EnumSet.complementOf(EnumSet.of(Outcome.OUTCOME_UNSPECIFIED, Outcome.UNRECOGNIZED)));
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void eachBrokenRuleIsFound(Mutant mutant) {
        var found = false;
        for (long seed = 0; seed < SCHEDULES && !found; seed++) {
            found = broken(seed, mutant) != null;
        }

        assertThat(found).as(mutant + " went unnoticed").isTrue();
    }

    /// What went wrong, or null.
    private @Nullable String broken(long seed, Mutant mutant) {
        try {
            new World(seed, mutant, reached).run();
            return null;
        } catch (Witness.Broken broken) {
            return broken.getMessage();
        }
    }
}
