package dev.usher.membership.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.membership.time.FakeTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MeshCountsTest {

    private final FakeTicker ticker = new FakeTicker();
    private final MeshCounts counts = new MeshCounts("eu-west", ticker);
    private final Logger logger = Logger.getLogger(MeshCounts.class.getName());
    private final Told told = new Told();

    @BeforeEach
    void listen() {
        logger.addHandler(told);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(told);
    }

    @Test
    void countsEachAndTellsOneASecond() {
        for (int knock = 0; knock < 100; knock++) {
            counts.refused(Refusal.PLAINTEXT, "10.0.0.9", "no TLS");
        }
        counts.refused(Refusal.ALPN, "10.0.0.9", "no protocol");
        assertThat(told.records).hasSize(2);

        ticker.advance(Duration.ofSeconds(1));
        counts.refused(Refusal.PLAINTEXT, "10.0.0.9", "no TLS");

        assertThat(counts.of(Refusal.PLAINTEXT)).isEqualTo(101);
        assertThat(counts.of(Refusal.EXPIRED)).isZero();
        assertThat(told.records).hasSize(3);
        assertThat(told.records.getLast().getParameters()).contains(" (and 99 more since the last one told)");
    }

    private static final class Told extends Handler {

        private final List<LogRecord> records = new ArrayList<>();

        @Override
        public void publish(LogRecord record) {
            records.add(record);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
