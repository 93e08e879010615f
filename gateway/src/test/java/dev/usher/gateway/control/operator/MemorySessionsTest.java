package dev.usher.gateway.control.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.control.store.SessionRow;
import dev.usher.membership.time.FakeTicker;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MemorySessionsTest {

    private final FakeTicker time = new FakeTicker();
    private final MemorySessions sessions =
            new MemorySessions(new SessionLimits(Duration.ofMinutes(30), Duration.ofHours(12)), time);

    @Test
    void forgetsTheSessionThatWasUsedLongestAgoWhenThereAreTooMany() {
        open("first");
        open("second");
        assertThat(sessions.use("first").join()).isPresent();

        for (int i = 0; i < MemorySessions.SESSIONS_MAX - 1; i++) {
            open("later-" + i);
        }

        assertThat(sessions.use("second").join()).isEmpty();
        assertThat(sessions.use("first").join()).isPresent();
    }

    private void open(String digest) {
        long now = time.epochMillis();
        sessions.open(new SessionRow(digest, "ada@example.com", "csrf", now, now))
                .join();
    }
}
