package dev.usher.gateway.control.roster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.signal.RosterWord;
import dev.usher.membership.contract.Words;
import dev.usher.membership.contract.proto.DirectorState;
import dev.usher.membership.contract.proto.DirectorWord;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HearingTest {

    private static final DirectorName DIRECTOR = new DirectorName("director-1");
    private static final Map<String, String> MEMBERS = Map.of("a", "director-1", "b", "director-2");
    private static final Map<String, String> BEFORE = Map.of("gone", "director-1");

    private final Words words = new Words("eu-west");
    private final Doubts doubts = new Doubts(new ClusterName("eu-west"));
    private final Hearing hearing = new Hearing(words, null, doubts);

    @Test
    void doesNotKnowTheAgeOfTheFirstWord() {
        take("a", 7, 100);

        assertThat(heard().advanced()).isFalse();
        assertThat(heard().present()).isTrue();
    }

    @Test
    void takesAGrowingSequenceForNews() {
        take("a", 7, 100);
        take("a", 8, 200);

        assertThat(heard().advanced()).isTrue();
        assertThat(heard().atNanos()).isEqualTo(200);
    }

    @Test
    void keepsTheTimeOfTheLastNews() {
        take("a", 7, 100);
        take("a", 8, 200);
        take("a", 8, 300);
        take("a", 3, 400);

        assertThat(heard().atNanos()).isEqualTo(200);
    }

    @Test
    void countsSequencesBeyondTheSign() {
        take("a", Long.MAX_VALUE, 100);
        take("a", Long.MIN_VALUE, 200);

        assertThat(heard().advanced()).isTrue();
    }

    @Test
    void takesAnotherMembersWordForNews() {
        hearing.take(DIRECTOR, bytes(word("gone", 7)), BEFORE, 100);
        take("a", 1, 200);

        assertThat(heard().advanced()).isTrue();
    }

    @Test
    void takesAWordThatAppearsForNews() {
        hearing.take(DIRECTOR, null, MEMBERS, 100);
        take("a", 1, 200);

        assertThat(heard().advanced()).isTrue();
    }

    @Test
    void forgetsAWordThatIsTakenBack() {
        take("a", 1, 100);
        hearing.take(DIRECTOR, null, MEMBERS, 200);

        assertThat(hearing.words(MEMBERS)).isEmpty();
    }

    @Test
    void aWordThatComesBackIsAsOldAsItWas() {
        take("a", 1, 100);
        take("a", 2, 200);
        hearing.take(DIRECTOR, null, MEMBERS, 300);
        take("a", 2, 400);

        assertThat(heard().atNanos()).isEqualTo(200);
        assertThat(heard().advanced()).isTrue();
        assertThat(doubts.of(Disbelief.REPLAYED)).isZero();
    }

    @Test
    void knowsWhetherTheSpeakerIsStillThere() {
        hearing.take(DIRECTOR, bytes(word("gone", 1)), BEFORE, 100);

        assertThat(heard().present()).isFalse();
    }

    @Test
    void doesNotLetAMemberSpeakForAnotherDirector() {
        take("b", 1, 100);

        assertThat(hearing.words(MEMBERS)).isEmpty();
        assertThat(doubts.of(Disbelief.ABSENT_MEMBER)).isEqualTo(1);
    }

    @Test
    void keepsTheLastWordThatItBelieved() {
        take("a", 7, 100);
        take("a", 8, 200);
        hearing.take(DIRECTOR, new byte[] {1, 2, 3}, MEMBERS, 300);
        hearing.take(DIRECTOR, bytes(word("absent", 9).setState(DirectorState.DRAINING)), MEMBERS, 400);
        hearing.take(DIRECTOR, bytes(word("b", 9).setState(DirectorState.DRAINING)), MEMBERS, 500);
        hearing.take(DIRECTOR, bytes(word("a", 7).setState(DirectorState.DRAINING)), MEMBERS, 600);

        assertThat(heard().state()).isEqualTo(RosterWord.State.HEALTHY);
        assertThat(heard().atNanos()).isEqualTo(200);
        assertThat(doubts.of(Disbelief.NONSENSE)).isEqualTo(1);
        assertThat(doubts.of(Disbelief.ABSENT_MEMBER)).isEqualTo(2);
        assertThat(doubts.of(Disbelief.REPLAYED)).isEqualTo(1);
    }

    @Test
    void countsOneValueOnce() {
        for (int reading = 0; reading < 10; reading++) {
            hearing.take(DIRECTOR, new byte[] {1, 2, 3}, MEMBERS, reading);
        }
        hearing.take(DIRECTOR, new byte[] {1, 2, 4}, MEMBERS, 10);

        assertThat(doubts.of(Disbelief.NONSENSE)).isEqualTo(2);
    }

    @Test
    void believesAMemberOnceItIsSeen() {
        hearing.take(DIRECTOR, bytes(word("a", 1)), BEFORE, 100);
        assertThat(hearing.words(MEMBERS)).isEmpty();

        hearing.take(DIRECTOR, bytes(word("a", 1)), MEMBERS, 200);
        assertThat(heard().present()).isTrue();
    }

    @Test
    void takesNonsenseForSilence() {
        hearing.take(DIRECTOR, new byte[] {1, 2, 3}, MEMBERS, 100);
        assertThat(hearing.words(MEMBERS)).isEmpty();

        hearing.take(DIRECTOR, new byte[Words.BYTES_MAX + 1], MEMBERS, 200);
        assertThat(hearing.words(MEMBERS)).isEmpty();
    }

    @Test
    void doesNotGuessAtStatesItDoesNotKnow() {
        hearing.take(DIRECTOR, bytes(word("a", 1).setStateValue(99)), MEMBERS, 100);

        assertThat(heard().state()).isEqualTo(RosterWord.State.UNKNOWN);
    }

    @Test
    void cutsVersionsThatAreTooLong() {
        hearing.take(DIRECTOR, bytes(word("a", 1).setVersion("9".repeat(1000))), MEMBERS, 100);

        assertThat(heard().version()).hasSize(64);
    }

    private void take(String member, long sequence, long atNanos) {
        hearing.take(DIRECTOR, bytes(word(member, sequence)), MEMBERS, atNanos);
    }

    private RosterWord heard() {
        return hearing.words(MEMBERS).getFirst();
    }

    private byte[] bytes(DirectorWord.Builder word) {
        return words.encode(word.build());
    }

    private static DirectorWord.Builder word(String member, long sequence) {
        return DirectorWord.newBuilder()
                .setDirector("director-1")
                .setCluster("eu-west")
                .setVersion("2.5.0")
                .setState(DirectorState.HEALTHY)
                .setSequence(sequence)
                .setMember(member);
    }
}
