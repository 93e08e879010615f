package dev.usher.membership.probe;

import dev.usher.membership.time.Ticker;
import dev.usher.membership.time.Timers;
import dev.usher.membership.time.Timers.Timer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Checks one target for as long as it is open.
///
/// The first check starts at once, later ones every `interval`, counted from start to start. After a failure of
/// something
/// not known to be down the next checks follow back to back until it is decided; what is down is checked at `interval`
/// again. At most one check runs at a time, so there are never more virtual threads than targets.
/// *Thread-safe: locks itself for its few fields; checks and listener run outside the lock.*
public final class Prober implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Prober.class.getName());

    private final Supplier<ProbeResult> check;
    private final ProbePace pace;
    private final Timers timers;
    private final Executor threads;
    private final ProbeListener listener;

    private volatile Judgement judgement = Judgement.NONE;
    private volatile @Nullable ProbeResult last;
    private @Nullable Timer timer;
    private boolean running;
    private boolean again;
    private boolean closed;

    Prober(Supplier<ProbeResult> check, ProbePace pace, Timers timers, Executor threads, ProbeListener listener) {
        this.check = check;
        this.pace = pace;
        this.timers = timers;
        this.threads = threads;
        this.listener = listener;
    }

    /// Starts to check `target`, each attempt within `timeout`, on virtual threads.
    public static Prober start(
            ProbeTarget target, Duration timeout, ProbePace pace, Timers timers, ProbeListener listener) {
        var probe = new Probe(target, timeout, Ticker.system());
        var name = "probe-" + target.host() + ":" + target.port();
        Executor threads = task -> Thread.ofVirtual().name(name).start(task);
        var prober = new Prober(probe::run, pace, timers, threads, listener);
        prober.checkNow();
        return prober;
    }

    /// Brings the next check forward to now: after live traffic has shown a failure. While a check runs, another
    /// follows it, since the running one may have asked before the failure.
    public void checkNow() {
        synchronized (this) {
            if (closed || running) {
                again = true;
                return;
            }
            running = true;
            if (timer != null) {
                timer.cancel();
                timer = null;
            }
        }
        threads.execute(this::checks);
    }

    public Health health() {
        return judgement.health();
    }

    /// The last check's result, or null before the first has ended.
    public @Nullable ProbeResult last() {
        return last;
    }

    /// Ends the checks; one that runs ends within its timeout and is not heard of.
    @Override
    public synchronized void close() {
        closed = true;
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void checks() {
        ProbeResult result;
        do {
            synchronized (this) {
                again = false;
            }
            result = check.get();
            if (isClosed()) {
                return;
            }
            tell(result);
        } while (!rests(result));
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private void tell(ProbeResult result) {
        var before = judgement;
        var after = before.after(result.ok(), pace);
        judgement = after;
        last = result;
        try {
            listener.checked(result);
            if (after.health() != before.health()) {
                listener.changed(after.health(), result);
            }
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a listener of checks failed; the checks go on", e);
        }
    }

    /// Sets the timer for the next check, unless that must follow at once.
    private synchronized boolean rests(ProbeResult result) {
        if (closed) {
            return true;
        }
        if (again || judgement.undecided()) {
            return false;
        }
        running = false;
        var rest = Math.max(0, pace.interval().toNanos() - result.nanos());
        timer = timers.after(Duration.ofNanos(rest), this::checkNow);
        return true;
    }
}
