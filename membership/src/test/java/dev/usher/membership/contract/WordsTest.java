package dev.usher.membership.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.membership.contract.proto.DirectorState;
import dev.usher.membership.contract.proto.DirectorWord;
import dev.usher.membership.contract.proto.RosterEntry;
import java.util.Random;
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
        var entry = RosterEntry.newBuilder().setWord(longWord.toByteString()).build();

        assertThat(words.decode("director-1", entry.toByteArray())).isNull();
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
}
