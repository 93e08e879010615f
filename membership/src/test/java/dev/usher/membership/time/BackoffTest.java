package dev.usher.membership.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration MAX = Duration.ofSeconds(30);

    @Test
    void doublesUpToTheLimit() {
        var backoff = new Backoff(FIRST, MAX, () -> 0);

        var waits = Stream.generate(backoff::next).limit(7).map(Duration::toMillis);

        assertThat(waits).containsExactly(500L, 1_000L, 2_000L, 4_000L, 8_000L, 15_000L, 15_000L);
    }

    @Test
    void beginsAnewAfterASuccess() {
        var backoff = new Backoff(FIRST, MAX, () -> 0);
        backoff.next();
        backoff.next();

        backoff.reset();

        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void staysBetweenHalfAndAllForManySeeds() {
        for (long seed = 0; seed < 200; seed++) {
            var backoff = new Backoff(FIRST, MAX, new Random(seed)::nextDouble);
            var ceiling = FIRST;
            for (int i = 0; i < 20; i++) {
                assertThat(backoff.next()).as("seed " + seed).isBetween(ceiling.dividedBy(2), ceiling);
                ceiling = ceiling.multipliedBy(2).compareTo(MAX) < 0 ? ceiling.multipliedBy(2) : MAX;
            }
        }
    }

    @Test
    void refusesLimitsThatCannotBe() {
        assertThatThrownBy(() -> new Backoff(/* first= */ MAX, /* max= */ FIRST, () -> 0))
                .hasMessageContaining("first: PT30S");
    }
}
