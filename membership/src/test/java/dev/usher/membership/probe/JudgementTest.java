package dev.usher.membership.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JudgementTest {

    private final ProbePace pace = new ProbePace(Duration.ofMillis(500), 2, 3);

    @Test
    void firstSuccessIsEnoughWhileNothingIsKnown() {
        assertThat(after("+").health()).isEqualTo(Health.UP);
    }

    @Test
    void failuresInARowBringItDown() {
        assertThat(after("+--").health()).isEqualTo(Health.UP);
        assertThat(after("+---").health()).isEqualTo(Health.DOWN);
    }

    @Test
    void aSuccessBetweenForgivesEarlierFailures() {
        assertThat(after("+--+--").health()).isEqualTo(Health.UP);
    }

    @Test
    void successesInARowBringItUpAgain() {
        assertThat(after("---+").health()).isEqualTo(Health.DOWN);
        assertThat(after("---+-+").health()).isEqualTo(Health.DOWN);
        assertThat(after("---++").health()).isEqualTo(Health.UP);
    }

    @Test
    void onlyFailuresOfWhatIsNotDownAreUrgent() {
        assertThat(after("+").undecided()).isFalse();
        assertThat(after("-").undecided()).isTrue();
        assertThat(after("+-").undecided()).isTrue();
        assertThat(after("---").undecided()).isFalse();
        assertThat(after("---+").undecided()).isFalse();
    }

    @Test
    void agreesWithTheLastChecksForManySeeds() {
        for (long seed = 0; seed < 500; seed++) {
            var random = new Random(seed);
            var recent = new ArrayDeque<Boolean>();
            var judgement = Judgement.NONE;
            for (int i = 0; i < 50; i++) {
                var ok = random.nextBoolean();
                recent.add(ok);
                if (recent.size() > 3) {
                    recent.remove();
                }

                judgement = judgement.after(ok, pace);

                if (recent.size() == 3 && !recent.contains(true)) {
                    assertThat(judgement.health()).as("seed " + seed).isEqualTo(Health.DOWN);
                }
                if (recent.size() == 3 && !recent.contains(false)) {
                    assertThat(judgement.health()).as("seed " + seed).isEqualTo(Health.UP);
                }
            }
        }
    }

    private Judgement after(String checks) {
        var judgement = Judgement.NONE;
        for (int i = 0; i < checks.length(); i++) {
            judgement = judgement.after(checks.charAt(i) == '+', pace);
        }
        return judgement;
    }
}
