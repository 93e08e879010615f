package dev.usher.gateway.data.load;

import dev.usher.gateway.core.snapshot.RetryLimits;
import java.util.concurrent.TimeUnit;

/// Lets retries be a fixed share of the requests, so that a sick cluster is not buried under them.
///
/// Every request puts a share of a retry in, every retry takes one out; a trickle comes in with time, so that
/// a quiet cluster can retry too. Each event loop has its own. *Confined to one event loop.*
public final class RetryBudget {

    private static final long WHOLE = 100 * TimeUnit.SECONDS.toNanos(1);
    private static final int SECONDS_KEPT = 10;

    private final long perRequest;
    private final long perNano;
    private final long ceiling;
    private long balance;
    private long creditedNanos;

    /// A budget that has one second's trickle in it.
    ///
    /// @param loops how many budgets share `limits.minimumPerSecond()`; each gets at least one a second
    public RetryBudget(RetryLimits limits, int loops, long nowNanos) {
        int perSecond = limits.minimumPerSecond() == 0 ? 0 : Math.max(1, limits.minimumPerSecond() / loops);
        this.perRequest = WHOLE / 100 * limits.percent();
        this.perNano = 100L * perSecond;
        this.ceiling = WHOLE * Math.max(perSecond * SECONDS_KEPT, limits.percent());
        this.balance = WHOLE * perSecond;
        this.creditedNanos = nowNanos;
    }

    /// A request came.
    public void request() {
        balance = Math.min(ceiling, balance + perRequest);
    }

    /// Takes one retry out, if there is one.
    public boolean withdraw(long nowNanos) {
        long passed = Math.clamp(nowNanos - creditedNanos, 0, TimeUnit.SECONDS.toNanos(SECONDS_KEPT));
        creditedNanos = nowNanos;
        balance = Math.min(ceiling, balance + passed * perNano);
        if (balance < WHOLE) {
            return false;
        }
        balance -= WHOLE;
        return true;
    }
}
