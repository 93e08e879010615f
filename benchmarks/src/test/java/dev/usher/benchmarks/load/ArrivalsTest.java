package dev.usher.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

    @Test
    void arrivalsAreEvenlySpaced() {
        var arrivals = Arrivals.during(1_000, 4, TimeUnit.SECONDS.toNanos(2));

        assertThat(arrivals.count()).isEqualTo(8);
        assertThat(arrivals.at(0)).isEqualTo(1_000);
        assertThat(arrivals.at(6)).isEqualTo(1_000 + 1_500_000_000L);
    }

    @Test
    void aRateMustBePositive() {
        assertThatThrownBy(() -> Arrivals.during(0, 0, 1)).hasMessage("rate: 0.0 (expected: more than 0)");
    }
}
