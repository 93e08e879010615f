package dev.usher.membership.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.membership.agent.Advert.Speak;
import dev.usher.membership.contract.proto.DirectorState;
import dev.usher.membership.contract.proto.DirectorWord;
import dev.usher.membership.time.FakeTicker;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CadenceTest {

    private static final Advert HEALTHY = speaks(DirectorState.HEALTHY);
    private static final Advert UNHEALTHY = speaks(DirectorState.UNHEALTHY);

    private final FakeTicker time = new FakeTicker();
    private final Cadence cadence =
            new Cadence(Duration.ofMillis(100).toNanos(), Duration.ofSeconds(3).toNanos());

    @Test
    void speaksTheFirstWordAtOnce() {
        assertThat(cadence.due(HEALTHY, time.nanos())).isTrue();
    }

    @Test
    void speaksNewsAtOnceButNotInARush() {
        cadence.spoken(HEALTHY, time.nanos());

        time.advance(Duration.ofMillis(99));
        assertThat(cadence.due(UNHEALTHY, time.nanos())).isFalse();

        time.advance(Duration.ofMillis(1));
        assertThat(cadence.due(UNHEALTHY, time.nanos())).isTrue();
    }

    @Test
    void repeatsTheSameWordAfterAWhile() {
        cadence.spoken(HEALTHY, time.nanos());

        time.advance(Duration.ofSeconds(3).minusNanos(1));
        assertThat(cadence.due(HEALTHY, time.nanos())).isFalse();

        time.advance(Duration.ofNanos(1));
        assertThat(cadence.due(HEALTHY, time.nanos())).isTrue();
    }

    @Test
    void speaksAgainWhatWasLost() {
        cadence.spoken(HEALTHY, time.nanos());

        cadence.forget();

        assertThat(cadence.due(HEALTHY, time.nanos())).isTrue();
    }

    private static Advert speaks(DirectorState state) {
        return new Speak(DirectorWord.newBuilder().setState(state).build());
    }
}
