package dev.usher.gateway.data.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.membership.time.FakeTicker;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class FlapGuardTest {

    private final FakeTicker time = new FakeTicker();
    private final FlapGuard guard = new FlapGuard();

    @Test
    void theFirstTimeChecksAloneDecide() {
        assertThat(rest()).isZero();

        eject();

        assertThat(rest()).isZero();
    }

    @Test
    void eachFurtherTimeHoldsOutTwiceAsLong() {
        eject();
        var rests = new ArrayList<Duration>();
        for (int i = 0; i < 7; i++) {
            time.advance(Duration.ofMillis(50).plus(rest()));
            eject();
            rests.add(rest());
        }

        assertThat(rests.stream().map(Duration::toSeconds)).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
    }

    @Test
    void theRestRunsOut() {
        eject();
        eject();

        time.advance(Duration.ofSeconds(1).minusNanos(1));
        assertThat(rest()).isEqualTo(Duration.ofNanos(1));

        time.advance(Duration.ofNanos(1));
        assertThat(rest()).isZero();
    }

    @Test
    void aMinuteOfPeaceAfterTheRestIsForgiving() {
        eject();
        eject();
        time.advance(Duration.ofSeconds(61));

        eject();

        assertThat(rest()).isZero();
    }

    @Test
    void lessThanAMinuteIsNot() {
        eject();
        eject();
        time.advance(Duration.ofSeconds(61).minusNanos(1));

        eject();

        assertThat(rest()).isEqualTo(Duration.ofSeconds(2));
    }

    private void eject() {
        guard.ejected(time.nanos());
    }

    private Duration rest() {
        return Duration.ofNanos(guard.restNanos(time.nanos()));
    }
}
