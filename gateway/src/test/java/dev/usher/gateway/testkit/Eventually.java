package dev.usher.gateway.testkit;

import dev.usher.membership.time.Ticker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for what other processes do, within a limit.
public final class Eventually {

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private Eventually() {}

    /// Returns how long it took; fails with `what` after `limit`.
    public static Duration holds(String what, Duration limit, BooleanSupplier condition) {
        var ticker = Ticker.system();
        long start = ticker.nanos();
        while (!condition.getAsBoolean()) {
            if (ticker.nanos() - start > limit.toNanos()) {
                throw new AssertionError("not within " + limit + ": " + what);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return Duration.ofNanos(ticker.nanos() - start);
    }
}
