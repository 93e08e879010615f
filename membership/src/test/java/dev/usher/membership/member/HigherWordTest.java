package dev.usher.membership.member;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.membership.contract.Words;
import dev.usher.membership.contract.proto.DirectorWord;
import org.junit.jupiter.api.Test;

class HigherWordTest {

    private static final byte[] NONSENSE = {1, 2, 3};

    @Test
    void theHigherEpochWinsFirst() {
        assertThat(HigherWord.wins(word(2, 1, 1, 1), word(1, 9, 9, 9))).isTrue();
        assertThat(HigherWord.wins(word(1, 9, 9, 9), word(2, 1, 1, 1))).isFalse();
    }

    @Test
    void thenTheHigherRevision() {
        assertThat(HigherWord.wins(word(1, 2, 1, 1), word(1, 1, 9, 9))).isTrue();
        assertThat(HigherWord.wins(word(1, 1, 9, 9), word(1, 2, 1, 1))).isFalse();
    }

    @Test
    void thenTheHigherSequenceBeyondTheSign() {
        assertThat(HigherWord.wins(word(1, 1, 2, 1), word(1, 1, 1, 9))).isTrue();
        assertThat(HigherWord.wins(word(1, 1, Long.MIN_VALUE, 1), word(1, 1, Long.MAX_VALUE, 9)))
                .isTrue();
    }

    @Test
    void clocksHaveNoSay() {
        assertThat(HigherWord.wins(word(1, 1, 1, 9), word(1, 1, 1, 1))).isFalse();
        assertThat(HigherWord.wins(word(1, 1, 1, 1), word(1, 1, 1, 9))).isFalse();
    }

    @Test
    void whatIsNoWordLoses() {
        assertThat(HigherWord.wins(NONSENSE, word(0, 0, 0, 0))).isFalse();
        assertThat(HigherWord.wins(word(0, 0, 0, 0), NONSENSE)).isTrue();
        assertThat(HigherWord.wins(NONSENSE, null)).isFalse();
        assertThat(HigherWord.wins(null, word(0, 0, 0, 0))).isFalse();
        assertThat(HigherWord.wins(word(0, 0, 0, 0), null)).isTrue();
    }

    private static byte[] word(long epoch, long revision, long sequence, long since) {
        return new Words("eu-west")
                .encode(DirectorWord.newBuilder()
                        .setDirector("director-1")
                        .setCluster("eu-west")
                        .setEpoch(epoch)
                        .setConfigRevision(revision)
                        .setSequence(sequence)
                        .setSinceEpochMillis(since)
                        .build());
    }
}
