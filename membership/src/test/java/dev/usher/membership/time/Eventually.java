package dev.usher.membership.time;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for what other processes do, within a limit.
public final class Eventually {

    private Eventually() {}

    /// Returns how long it took; fails with `what` after `limit`.
    public static Duration holds(String what, Duration limit, BooleanSupplier condition) {
        var start = Ticker.system().nanos();
        while (!condition.getAsBoolean()) {
            var passed = Ticker.system().nanos() - start;
            if (passed > limit.toNanos()) {
                throw new AssertionError("not within " + limit + ": " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        return Duration.ofNanos(Ticker.system().nanos() - start);
    }
}
