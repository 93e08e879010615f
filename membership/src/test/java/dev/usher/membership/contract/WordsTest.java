package dev.usher.membership.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.membership.contract.proto.DirectorState;
import dev.usher.membership.contract.proto.DirectorWord;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class WordsTest {

    private final Words words = new Words("eu-west");
    private final DirectorWord word = DirectorWord.newBuilder()
            .setCluster("eu-west")
            .setDirector("director-1")
            .setState(DirectorState.HEALTHY)
            .setVersion("2.5.0")
            .putServices("http", 8080)
            .setSequence(7)
            .build();

    @Test
    void readsBackWhatWasWritten() {
        assertThat(words.decode("director-1", words.encode(word))).isEqualTo(word);
    }

    @Test
    void nothingIsSilence() {
        assertThat(words.decode("director-1", null)).isNull();
    }

    @Test
    void othersWordsAreSilence() {
        var bytes = words.encode(word);

        assertThat(words.decode("director-2", bytes)).isNull();
        assertThat(new Words("us-east").decode("director-1", bytes)).isNull();
    }

    @Test
    void longValuesAreSilence() {
        var longWord = word.toBuilder().setVersion("9".repeat(Words.BYTES_MAX)).build();

        assertThat(words.decode("director-1", longWord.toByteArray())).isNull();
        assertThatThrownBy(() -> words.encode(longWord)).hasMessageContaining("expected: at most 16384");
    }

    @Test
    void anyBytesAreWordsOrSilence() {
        for (long seed = 0; seed < 1_000; seed++) {
            var random = new Random(seed);
            var bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);

            assertThat(words.decode("director-1", bytes)).as("seed " + seed).isNull();
        }
    }

    @Test
    void complainsOncePerDirector() {
        var complaints = new AtomicInteger();
        var handler = new Counting(complaints);
        var logger = Logger.getLogger(Words.class.getName());
        logger.addHandler(handler);

        for (int i = 0; i < 10; i++) {
            words.decode("director-1", "nonsense".getBytes(StandardCharsets.UTF_8));
        }
        logger.removeHandler(handler);

        assertThat(complaints).hasValue(1);
    }

    private static final class Counting extends Handler {
        private final AtomicInteger records;

        Counting(AtomicInteger records) {
            this.records = records;
        }

        @Override
        public void publish(LogRecord record) {
            records.incrementAndGet();
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
