package dev.usher.gateway.control.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.control.activity.Actor;
import dev.usher.gateway.control.activity.MemoryStore;
import dev.usher.gateway.control.store.DrainRow;
import dev.usher.gateway.control.store.Records;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.membership.time.FakeTicker;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DrainsTest {

    private static final Actor ACTOR = new Actor("ops@example.com", "192.0.2.7");
    private static final DirectorName D1 = new DirectorName("d-1");
    private static final DirectorName D2 = new DirectorName("d-2");
    private static final DirectorName D3 = new DirectorName("d-3");
    private static final long UNTIL = 1_800_000_000_000L;

    private final MemoryStore store = new MemoryStore();
    private final FakeTicker time = new FakeTicker();
    private final Drains drains = new Drains(store, time);

    @Test
    void aDrainIsKeptAndLogged() {
        drains.keep(ACTOR, wish(D1, UNTIL, true)).join();

        assertThat(kept()).containsExactly(new DrainRow(D1, "ops@example.com", UNTIL, true, time.epochMillis()));
        assertThat(store.log())
                .containsExactly(
                        ACTOR.did("Director", "d-1", "DrainedDirector", "until: 2027-01-15T08:00:00Z; forced"));
    }

    @Test
    void ofTwoDrainsTheOneThatEndsFirstStands() {
        drains.keep(ACTOR, wish(D1, UNTIL, false)).join();
        drains.keep(ACTOR, wish(D1, UNTIL + 1, false)).join();
        assertThat(store.log()).hasSize(1);

        drains.keep(ACTOR, wish(D1, UNTIL - 1, false)).join();

        assertThat(kept()).extracting(DrainRow::untilEpochMillis).containsExactly(UNTIL - 1);
        assertThat(store.log()).hasSize(2);
    }

    @Test
    void takingADrainBackIsLoggedOnce() {
        drains.keep(ACTOR, wish(D1, UNTIL, false)).join();

        assertThat(drains.remove(ACTOR, D1).join()).isTrue();
        assertThat(drains.remove(ACTOR, D1).join()).isFalse();

        assertThat(kept()).isEmpty();
        assertThat(store.log()).hasSize(2);
        assertThat(store.log().getLast().action()).isEqualTo("UndrainedDirector");
    }

    @Test
    void ofTwoGatewaysOneLeavesAMajority() {
        assertThat(drains.keep(ACTOR, wish(D1, UNTIL, false)).join()).isEmpty();

        assertThat(drains.keep(ACTOR, wish(D2, UNTIL, false)).join()).hasValue(1);
        assertThat(kept()).extracting(DrainRow::director).containsExactly(D1);
        assertThat(store.log()).hasSize(1);

        assertThat(drains.keep(ACTOR, wish(D2, UNTIL, true)).join()).isEmpty();
        assertThat(kept()).extracting(DrainRow::director).containsExactly(D1, D2);
    }

    private static Drains.Wish wish(DirectorName director, long until, boolean forced) {
        var others =
                Stream.of(D1, D2, D3).filter(name -> !name.equals(director)).collect(Collectors.toSet());
        return new Drains.Wish(director, until, forced, others, 2);
    }

    private List<DrainRow> kept() {
        return store.<List<DrainRow>>read(Records::drains).join();
    }
}
