package dev.usher.gateway.control.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.membership.time.FakeTicker;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AttemptsTest {

    private final FakeTicker time = new FakeTicker();
    private final Attempts attempts = new Attempts(time);

    @Test
    void aFewFailuresAMinuteAreBorne() {
        for (int i = 0; i < Attempts.FAILURES_MAX; i++) {
            assertThat(attempts.tooMany("192.0.2.1")).isFalse();
            attempts.failed("192.0.2.1");
        }

        assertThat(attempts.tooMany("192.0.2.1")).isTrue();
        assertThat(attempts.tooMany("192.0.2.2")).isFalse();
        time.advance(Duration.ofMinutes(1));
        assertThat(attempts.tooMany("192.0.2.1")).isFalse();
    }

    @Test
    void whoFailedLongestAgoIsForgottenWhenThereAreTooManyAddresses() {
        for (int i = 0; i < Attempts.FAILURES_MAX; i++) {
            attempts.failed("192.0.2.1");
        }
        for (int i = 0; i < Attempts.ADDRESSES_MAX; i++) {
            attempts.failed("2001:db8::" + Integer.toHexString(i));
        }

        assertThat(attempts.tooMany("192.0.2.1")).isFalse();
    }
}
