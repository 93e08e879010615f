package dev.usher.gateway.data.load;

import static dev.usher.gateway.testkit.Seeds.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.data.load.DirectorLoad.Seen;
import dev.usher.gateway.testkit.Estates;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class DirectorLoadTest {

    private final DirectorLoad load = new LoadTable().of(Estates.director("director-1", 1));

    @Test
    void aLeaseIsClosedOnce() {
        var lease = Lease.open(load);

        lease.close(true);
        lease.close(false);
        lease.close(true);

        assertThat(load.inFlight()).isZero();
        assertThat(load.failures()).isEqualTo(1);
        assertThat(load.successes()).isZero();
    }

    @Test
    void countsAddUpWhateverTheOrder() {
        forAll(300, random -> {
            var some = new LoadTable().of(Estates.director("director-1", 1));
            var open = new ArrayList<Lease>();
            long opened = 0;
            long failed = 0;
            for (int i = 0; i < 200; i++) {
                if (open.isEmpty() || random.nextBoolean()) {
                    open.add(Lease.open(some));
                    opened++;
                } else {
                    boolean fails = random.nextBoolean();
                    open.remove(random.nextInt(open.size())).close(fails);
                    failed += fails ? 1 : 0;
                }
            }

            assertThat(some.inFlight()).isEqualTo(open.size());
            assertThat(some.requests()).isEqualTo(opened);
            assertThat(some.failures()).isEqualTo(failed);
            assertThat(some.successes()).isEqualTo(opened - open.size() - failed);
        });
    }

    @Test
    void trafficThrowsOutWhatIsUpAndOnlyOnce() {
        load.see(new Seen(Health.UP, "", 0));

        assertThat(load.eject("refused", 7)).isTrue();
        assertThat(load.eject("reset", 8)).isFalse();

        assertThat(load.fit()).isFalse();
        assertThat(load.seen()).isEqualTo(new Seen(Health.EJECTED, "refused", 7));
    }

    @ParameterizedTest
    @EnumSource(value = Health.class, mode = Mode.EXCLUDE, names = "UP")
    void trafficDoesNotOverruleChecks(Health health) {
        var seen = new Seen(health, "checked", 5);
        load.see(seen);

        assertThat(load.eject("refused", 7)).isFalse();
        assertThat(load.seen()).isEqualTo(seen);
        assertThat(load.fit()).isFalse();
    }

    @Test
    void nothingIsChosenBeforeItsFirstCheck() {
        assertThat(load.fit()).isFalse();
        assertThat(load.seen().health()).isEqualTo(Health.UNKNOWN);
    }
}
