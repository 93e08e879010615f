package dev.usher.membership.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.membership.probe.ProbeResult.Cause;
import dev.usher.membership.time.FakeTicker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class ProberTest {

    private final FakeTicker time = new FakeTicker();
    private final List<Health> heard = new ArrayList<>();
    private final Queue<Runnable> threads = new ArrayDeque<>();
    private Cause answer = Cause.ANSWERED;
    private boolean asksWithin;
    private boolean listenerFails;
    private long takesNanos;
    private int checks;

    private final Prober prober = new Prober(
            this::check, new ProbePace(Duration.ofMillis(500), 2, 3), time, threads::add, (health, _) -> hear(health));

    @Test
    void checksAtTheInterval() {
        start();

        advance(Duration.ofMillis(499));
        assertThat(checks).isEqualTo(1);

        advance(Duration.ofMillis(1));
        assertThat(checks).isEqualTo(2);
    }

    @Test
    void countsTheIntervalFromStartToStart() {
        takesNanos = Duration.ofMillis(200).toNanos();
        start();

        advance(Duration.ofMillis(300));

        assertThat(checks).isEqualTo(2);
    }

    @Test
    void decidesAFailureBackToBack() {
        start();
        answer = Cause.REFUSED;

        advance(Duration.ofMillis(500));

        assertThat(checks).isEqualTo(4);
        assertThat(heard).containsExactly(Health.UP, Health.DOWN);
    }

    @Test
    void leavesWhatIsDownAtTheInterval() {
        answer = Cause.TIMEOUT;
        start();
        var decided = checks;

        advance(Duration.ofSeconds(1));

        assertThat(decided).isEqualTo(3);
        assertThat(checks).isEqualTo(5);
        assertThat(heard).containsExactly(Health.DOWN);
    }

    @Test
    void bringsTheNextCheckForward() {
        start();
        answer = Cause.REFUSED;

        prober.checkNow();
        runThreads();

        assertThat(prober.health()).isEqualTo(Health.DOWN);
        assertThat(time.pending()).isEqualTo(1);
    }

    @Test
    void followsARunningCheckWithAnotherWhenAsked() {
        prober.checkNow();
        prober.checkNow();
        prober.checkNow();

        runThreads();
        assertThat(checks).as("asked before the check began").isEqualTo(1);

        asksWithin = true;
        prober.checkNow();
        runThreads();
        assertThat(checks).isEqualTo(3);
    }

    @Test
    void showsTheLastResult() {
        assertThat(prober.last()).isNull();
        answer = Cause.BAD_STATUS;

        start();

        assertThat(prober.last()).isEqualTo(new ProbeResult(Cause.BAD_STATUS, "told", 0));
    }

    @Test
    void outlivesAListenerThatFails() {
        listenerFails = true;
        start();

        advance(Duration.ofMillis(500));

        assertThat(checks).isEqualTo(2);
    }

    @Test
    void isSilentOnceClosed() {
        prober.checkNow();
        prober.close();
        runThreads();
        prober.checkNow();

        assertThat(heard).isEmpty();
        assertThat(threads).isEmpty();
        assertThat(time.pending()).isZero();
    }

    private void hear(Health health) {
        heard.add(health);
        if (listenerFails) {
            throw new IllegalStateException("for the test");
        }
    }

    private ProbeResult check() {
        checks++;
        if (asksWithin) {
            asksWithin = false;
            prober.checkNow();
        }
        return new ProbeResult(answer, "told", takesNanos);
    }

    private void start() {
        prober.checkNow();
        runThreads();
    }

    private void advance(Duration duration) {
        var steps = duration.toMillis();
        for (long i = 0; i < steps; i++) {
            time.advance(Duration.ofMillis(1));
            runThreads();
        }
    }

    private void runThreads() {
        while (!threads.isEmpty()) {
            threads.remove().run();
        }
    }
}
