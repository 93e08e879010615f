package dev.usher.gateway.data.health;

import dev.usher.gateway.core.exchange.Cause;
import dev.usher.gateway.core.signal.Signal.HealthChanged;
import dev.usher.gateway.data.load.DirectorLoad;
import dev.usher.gateway.data.load.DirectorLoad.Seen;
import dev.usher.gateway.data.load.Health;
import dev.usher.membership.probe.ProbeListener;
import dev.usher.membership.probe.ProbeResult;
import dev.usher.membership.time.Timers.Timer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Watches one Director and writes what it sees into its load.
///
/// Up and down are decided by the checks' own count. A Director that traffic has ejected returns when `healthy_after`
/// checks in a row have passed since then, one close behind the other, and when it has not flapped too much.
/// *Thread-safe:* locks itself around its few fields; tells others outside the lock.
final class Watch implements ProbeListener {

    private static final Logger LOG = System.getLogger(Watch.class.getName());
    private static final Duration NEXT_AFTER_GOOD = Duration.ofMillis(20);

    private final DirectorLoad load;
    private final Check check;
    private final Surroundings around;
    private final FlapGuard flaps;
    private Checks.@Nullable Running running;
    private @Nullable Timer next;
    private boolean stopped;
    private int good;

    private Watch(DirectorLoad load, Check check, FlapGuard flaps, Surroundings around) {
        this.load = load;
        this.check = check;
        this.flaps = flaps;
        this.around = around;
    }

    /// Watches `load` from now on.
    static Watch start(DirectorLoad load, Check check, Surroundings around) {
        return new Watch(load, check, new FlapGuard(), around).started();
    }

    /// Ends this and watches the same Director by `other`. What was seen stays when the place stays.
    Watch instead(Check other) {
        stop();
        if (!check.samePlace(other)) {
            load.see(Seen.NOTHING);
        }
        return new Watch(load, other, flaps, around).started();
    }

    private synchronized Watch started() {
        running = around.checks().start(check, this);
        return this;
    }

    synchronized void stop() {
        stopped = true;
        if (running != null) {
            running.stop();
        }
        if (next != null) {
            next.cancel();
        }
    }

    Check check() {
        return check;
    }

    DirectorLoad load() {
        return load;
    }

    /// Live traffic has just thrown the Director out.
    void ejected() {
        synchronized (this) {
            flaps.ejected(around.ticker().nanos());
            good = 0;
        }
        // First, as the check may end before anything else is said.
        tell(false, load.seen().reason());
        checkNow();
    }

    @Override
    public void checked(ProbeResult result) {
        boolean returns;
        synchronized (this) {
            if (stopped || load.seen().health() != Health.EJECTED) {
                return;
            }
            good = result.ok() ? good + 1 : 0;
            returns = good > 0 && settled();
        }
        if (returns) {
            see(Health.UP, result);
        }
    }

    /// Whether an ejected Director may return now; otherwise sees to it that a check comes when it might.
    private boolean settled() {
        long rest = flaps.restNanos(around.ticker().nanos());
        boolean enough = good >= check.pace().healthyAfter();
        if (enough && rest == 0) {
            return true;
        }
        if (next != null) {
            next.cancel();
        }
        next = around.timers().after(enough ? Duration.ofNanos(rest) : NEXT_AFTER_GOOD, this::checkNow);
        return false;
    }

    @Override
    public void changed(dev.usher.membership.probe.Health health, ProbeResult why) {
        switch (health) {
            case UNKNOWN -> throw new IllegalStateException("checks forgot what they knew of " + load);
            case UP -> {
                // One that traffic has ejected returns by its own count alone.
                if (load.seen().health() != Health.EJECTED) {
                    see(Health.UP, why);
                }
            }
            case DOWN -> {
                if (see(Health.DOWN, why)) {
                    around.onDown().accept(load, cause(why));
                }
            }
        }
    }

    /// @return whether that is news
    private boolean see(Health health, ProbeResult why) {
        var reason = reason(why);
        synchronized (this) {
            if (stopped || load.seen().health() == health) {
                return false;
            }
            load.see(new Seen(health, reason, around.ticker().nanos()));
        }
        tell(health == Health.UP, reason);
        return true;
    }

    private void tell(boolean healthy, String reason) {
        LOG.log(healthy ? Level.INFO : Level.WARNING, "director {0} is {1}: {2}", load, healthy ? "up" : "out", reason);
        around.signals().emit(new HealthChanged(load.cluster(), load.name(), healthy, reason));
    }

    private void checkNow() {
        Checks.Running now;
        synchronized (this) {
            now = stopped ? null : running;
        }
        if (now != null) {
            now.now();
        }
    }

    private String reason(ProbeResult result) {
        var word = result.cause().name().toLowerCase(Locale.ROOT);
        return result.ok() ? word + " " + check.place() : word + " " + check.place() + ", " + result.why();
    }

    private static Cause cause(ProbeResult why) {
        return why.cause() == ProbeResult.Cause.TIMEOUT ? Cause.DIRECTOR_TIMEOUT : Cause.DIRECTOR_RESET;
    }
}
