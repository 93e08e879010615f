package dev.usher.gateway.data.health;

import java.util.concurrent.TimeUnit;

/// How long a Director stays out that traffic has thrown out again and again while its checks pass.
///
/// The first time not at all, then 1 s, 2 s, 4 s and so on up to 30 s; a minute of peace makes it the first time again.
/// *Confined: its owner locks.*
final class FlapGuard {

    private static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long PEACE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private long nextNanos;
    private long outUntilNanos;
    private boolean peaceful = true;

    /// Notes that traffic threw it out.
    void ejected(long nowNanos) {
        if (peaceful || nowNanos - outUntilNanos >= PEACE_NANOS) {
            outUntilNanos = nowNanos;
            nextNanos = FIRST_NANOS;
            peaceful = false;
            return;
        }
        outUntilNanos = nowNanos + nextNanos;
        nextNanos = Math.min(LONGEST_NANOS, 2 * nextNanos);
    }

    /// How long it has to stay out still; 0 when checks alone decide.
    long restNanos(long nowNanos) {
        return peaceful ? 0 : Math.max(0, outUntilNanos - nowNanos);
    }
}
