package dev.usher.gateway.control.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.membership.time.FakeTicker;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PatienceTest {

    private final FakeTicker time = new FakeTicker();
    private final Patience patience = new Patience(time);

    @Test
    void waitsForNobodyAtFirst() {
        fails("ada", Patience.FREE - 1);

        assertThat(patience.wait("ada")).isZero();
        assertThat(patience.wait("bob")).isZero();
    }

    @Test
    void waitsTwiceAsLongAfterEachFailure() {
        fails("ada", Patience.FREE);
        assertThat(patience.wait("ada")).isEqualTo(Duration.ofSeconds(1));

        fails("ada", 1);
        assertThat(patience.wait("ada")).isEqualTo(Duration.ofSeconds(2));

        time.advance(Duration.ofMillis(1_500));
        assertThat(patience.wait("ada")).isEqualTo(Duration.ofMillis(500));

        time.advance(Duration.ofMillis(500));
        assertThat(patience.wait("ada")).isZero();
    }

    @Test
    void neverWaitsLongerThanFiveMinutes() {
        fails("ada", 500);

        assertThat(patience.wait("ada")).isEqualTo(Patience.WAIT_MAX);
    }

    @Test
    void forgetsAfterASuccessOrAnHour() {
        fails("ada", 20);
        fails("bob", 20);

        patience.succeeded("ada");
        assertThat(patience.wait("ada")).isZero();

        time.advance(Duration.ofHours(1));
        fails("bob", 1);
        assertThat(patience.wait("bob")).isZero();
    }

    @Test
    void countsNoTryThatWasNone() {
        fails("ada", Patience.FREE - 1);

        patience.tried("ada");
        patience.undecided("ada");

        assertThat(patience.wait("ada")).isZero();
    }

    @Test
    void forgetsWhoFailedLongestAgoWhenThereAreTooMany() {
        fails("ada", Patience.FREE);
        fails("bob", Patience.FREE);
        fails("ada", 1);
        for (int i = 0; i < Patience.KEYS_MAX - 1; i++) {
            patience.tried("stranger-" + i);
        }

        assertThat(patience.wait("bob")).isZero();
        assertThat(patience.wait("ada")).isPositive();
    }

    private void fails(String key, int times) {
        for (int i = 0; i < times; i++) {
            patience.tried(key);
        }
    }
}
