package dev.usher.gateway.control.roster;

import static org.assertj.core.api.Assertions.assertThat;

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

    private final Words words = new Words("eu-west");
    private final Hearing hearing = new Hearing(words);

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
        take("old", 7, 100);
        take("a", 1, 200);

        assertThat(heard().advanced()).isTrue();
    }

    @Test
    void takesAWordThatAppearsForNews() {
        hearing.take(DIRECTOR, null, 100);
        take("a", 1, 200);

        assertThat(heard().advanced()).isTrue();
    }

    @Test
    void forgetsAWordThatIsTakenBack() {
        take("a", 1, 100);
        hearing.take(DIRECTOR, null, 200);

        assertThat(hearing.words(MEMBERS)).isEmpty();
    }

    @Test
    void knowsWhetherTheSpeakerIsStillThere() {
        take("gone", 1, 100);

        assertThat(heard().present()).isFalse();
    }

    @Test
    void doesNotLetAMemberSpeakForAnotherDirector() {
        take("b", 1, 100);

        assertThat(heard().present()).isFalse();
    }

    @Test
    void takesNonsenseForSilence() {
        hearing.take(DIRECTOR, new byte[] {1, 2, 3}, 100);
        assertThat(hearing.words(MEMBERS)).isEmpty();

        hearing.take(DIRECTOR, new byte[Words.BYTES_MAX + 1], 200);
        assertThat(hearing.words(MEMBERS)).isEmpty();
    }

    @Test
    void doesNotGuessAtStatesItDoesNotKnow() {
        hearing.take(DIRECTOR, bytes(word("a", 1).setStateValue(99)), 100);

        assertThat(heard().state()).isEqualTo(RosterWord.State.UNKNOWN);
    }

    @Test
    void cutsVersionsThatAreTooLong() {
        hearing.take(DIRECTOR, bytes(word("a", 1).setVersion("9".repeat(1000))), 100);

        assertThat(heard().version()).hasSize(64);
    }

    private void take(String member, long sequence, long atNanos) {
        hearing.take(DIRECTOR, bytes(word(member, sequence)), atNanos);
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
