package dev.usher.membership.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.membership.time.FakeTicker;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DampingTest {

    private final FakeTicker time = new FakeTicker();
    private Damping damping = Damping.NONE.up(time.nanos());

    @Test
    void oneFallIsForgivenAtOnce() {
        fall();

        assertThat(damping.held(time.nanos())).isFalse();
    }

    @Test
    void eachFurtherFallIsHeldTwiceAsLong() {
        fall();

        for (var seconds : List.of(1, 2, 4, 8, 16, 30, 30)) {
            fall();

            time.advance(Duration.ofSeconds(seconds).minusNanos(1));
            assertThat(damping.held(time.nanos())).as(seconds + " s").isTrue();
            time.advance(Duration.ofNanos(1));
            assertThat(damping.held(time.nanos())).as(seconds + " s").isFalse();
        }
    }

    @Test
    void aMinuteOfHealthIsPeace() {
        fall();
        fall();
        fall();

        time.advance(Duration.ofSeconds(62));
        fall();

        assertThat(damping.held(time.nanos())).isFalse();
    }

    @Test
    void aStartThatTakesTimeIsNoFall() {
        damping = Damping.NONE.down(time.nanos()).up(time.nanos());
        assertThat(damping.held(time.nanos())).isFalse();

        fall();

        assertThat(damping.held(time.nanos())).isFalse();
    }

    @Test
    void neverHoldsLongerThanHalfAMinute() {
        for (long seed = 0; seed < 500; seed++) {
            var random = new Random(seed);
            for (int i = 0; i < 100; i++) {
                time.advance(Duration.ofMillis(random.nextInt(40_000)));
                damping = random.nextBoolean() ? damping.up(time.nanos()) : damping.down(time.nanos());
            }
            damping = damping.up(time.nanos());

            time.advance(Duration.ofSeconds(30));

            assertThat(damping.held(time.nanos())).as("seed " + seed).isFalse();
        }
    }

    private void fall() {
        damping = damping.down(time.nanos()).up(time.nanos());
    }
}
