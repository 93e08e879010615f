package dev.usher.gateway.control.api.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/// Random calls to a process that is killed now and then, some of them while a call is on its way. *Confined to one
/// thread.*
final class RandomCalls {

    private static final int KILL_EVERY = 150;
    private static final long ON_ITS_WAY_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(6);

    private final RunningBureau bureau;
    private final Random random;
    private PlainEstate model = new PlainEstate();
    private int succeeded;
    private int unanswered;
    private int kills;

    RandomCalls(RunningBureau bureau, Random random) {
        this.bureau = bureau;
        this.random = random;
    }

    /// What it came to.
    ///
    /// @param succeeded calls that were answered well
    /// @param lines in the log
    /// @param unanswered calls during which the process was killed
    record Result(int succeeded, int lines, int kills, int unanswered) {}

    /// Makes `count` calls. After each the API shows just what it should, and the newest line of the log is the right
    /// one; at the end all of them are.
    Result make(int count, String where) {
        for (int number = 1; number <= count; number++) {
            var wish = new Wishes(random, model, cluster -> Picture.tokens(bureau, cluster)).draw();
            var doing = where + ", call " + number + ": " + wish;
            if (number % KILL_EVERY != 0) {
                answered(wish, doing);
            } else if (random.nextInt(4) == 0) {
                answered(wish, doing);
                kill();
            } else {
                killedDuring(wish, doing);
            }
            compare(doing);
        }
        assertThat(bureau.log()).as(where).isEqualTo(model.log);
        return new Result(succeeded, model.log.size(), kills, unanswered);
    }

    private void answered(Wish wish, String doing) {
        check(
                wish,
                bureau.send(wish.method(), wish.target(), wish.body(), wish.ifMatch())
                        .join(),
                doing);
    }

    private void check(Wish wish, HttpResponse<String> answer, String doing) {
        int expected = wish.expected(model);
        assertThat(answer.statusCode()).as(doing + "\n" + answer.body()).isEqualTo(expected);
        succeeded += expected < 300 ? 1 : 0;
        boolean tagged = expected == PlainEstate.STALE
                || expected < PlainEstate.GONE
                        && !wish.dryRun()
                        && !wish.object().isEmpty();
        if (tagged) {
            assertThat(answer.headers().firstValue("ETag"))
                    .as(doing)
                    .contains(PlainEstate.tag(model.revision(wish.object())));
        }
    }

    private void kill() {
        bureau.kill();
        bureau.restart();
        kills++;
    }

    /// Afterwards the call was made, with its line in the log, or it was not.
    private void killedDuring(Wish wish, String doing) {
        var call = bureau.send(wish.method(), wish.target(), wish.body(), wish.ifMatch());
        double share = random.nextDouble();
        LockSupport.parkNanos((long) (share * share * ON_ITS_WAY_NANOS_MAX));
        kill();
        try {
            check(
                    wish,
                    call.orTimeout(RunningBureau.LIMIT.toSeconds(), TimeUnit.SECONDS)
                            .join(),
                    doing);
        } catch (CompletionException lost) {
            assertThat(lost).as(doing).cause().isNotInstanceOf(TimeoutException.class);
            unanswered++;
            adopt(wish, doing);
        }
    }

    private void adopt(Wish wish, String doing) {
        var done = model.copy();
        wish.expected(done);
        var shown = Picture.of(bureau);
        assertThat(shown).as(doing).isIn(Picture.of(model), Picture.of(done));
        if (shown.equals(Picture.of(done))) {
            model = done;
        }
    }

    private void compare(String doing) {
        assertThat(Picture.of(bureau).things())
                .as(doing)
                .isEqualTo(Picture.of(model).things());
        assertThat(bureau.newest()).as(doing).isEqualTo(model.log.isEmpty() ? "" : model.log.getLast());
    }
}
