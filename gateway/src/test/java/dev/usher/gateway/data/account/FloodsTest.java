package dev.usher.gateway.data.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.core.exchange.Cause;
import org.junit.jupiter.api.Test;

class FloodsTest {

    private static final long START = Samples.NOON - Samples.NOON % 1_000;

    private final Floods floods = new Floods();

    @Test
    void aSecondHasSoManyLinesAndTheRestIsANumber() {
        assertThat(admitted(Cause.ACL_DENIED, START, 250)).isEqualTo(Floods.LINES_PER_SECOND);

        assertThat(floods.pending()).isTrue();
        assertThat(floods.take(Cause.ACL_DENIED)).isEqualTo(150);
        assertThat(floods.take(Cause.ACL_DENIED)).isZero();
        assertThat(floods.pending()).isFalse();
    }

    @Test
    void theNextSecondBeginsAnew() {
        admitted(Cause.ACL_DENIED, START, 250);

        assertThat(admitted(Cause.ACL_DENIED, START + 1_000, 250)).isEqualTo(Floods.LINES_PER_SECOND);
    }

    @Test
    void stragglersOfTheSecondBeforeDoNotBeginItAnew() {
        admitted(Cause.ACL_DENIED, START + 1_000, 250);

        assertThat(admitted(Cause.ACL_DENIED, START + 999, 50)).isZero();
        assertThat(admitted(Cause.ACL_DENIED, START + 1_000, 50)).isZero();
    }

    @Test
    void aClockSetBackDoesNotSilenceTheBook() {
        admitted(Cause.ACL_DENIED, START, 250);

        assertThat(admitted(Cause.ACL_DENIED, START - 3_600_000, 50)).isEqualTo(50);
    }

    @Test
    void oneCauseDoesNotSilenceAnother() {
        admitted(Cause.ACL_DENIED, START, 250);

        assertThat(admitted(Cause.CONNECTION_LIMIT, START, 10)).isEqualTo(10);
    }

    @Test
    void requestsAlwaysHaveTheirLine() {
        admitted(Cause.NO_ROUTE, START, 250);

        assertThat(floods.admits(Samples.refused())).isTrue();
        assertThat(floods.admits(Samples.served("/", "1"))).isTrue();
    }

    private int admitted(Cause cause, long atMillis, int count) {
        int admitted = 0;
        for (int i = 0; i < count; i++) {
            admitted += floods.admits(Samples.knocked(atMillis, cause)) ? 1 : 0;
        }
        return admitted;
    }
}
