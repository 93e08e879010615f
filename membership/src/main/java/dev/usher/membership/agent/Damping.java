package dev.usher.membership.agent;

import java.util.concurrent.TimeUnit;

/// Whether to call a Director healthy whose checks say so, when it went down again and again. *Immutable.*
///
/// After the first fall it is healthy as soon as its checks are; after the next ones it must first stay up for 1 s, 2
/// s,
/// 4 s and so on up to 30 s. A minute of health makes the next fall the first one again.
record Damping(Checks checks, int falls, long sinceNanos) {

    static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(1);
    static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(30);
    static final long PEACE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final int FALLS_MAX = 16;

    enum Checks {
        UNDECIDED,
        UP,
        DOWN
    }

    /// Before the first check.
    static final Damping NONE = new Damping(Checks.UNDECIDED, 0, 0);

    Damping up(long nowNanos) {
        return checks == Checks.UP ? this : new Damping(Checks.UP, falls, nowNanos);
    }

    Damping down(long nowNanos) {
        return switch (checks) {
            case DOWN -> this;
            case UNDECIDED -> new Damping(Checks.DOWN, 0, nowNanos);
            case UP -> new Damping(Checks.DOWN, peaceful(nowNanos) ? 1 : Math.min(FALLS_MAX, falls + 1), nowNanos);
        };
    }

    /// Whether it is up, though not yet for long enough.
    boolean held(long nowNanos) {
        return checks == Checks.UP && nowNanos - sinceNanos < holdNanos();
    }

    private boolean peaceful(long nowNanos) {
        return nowNanos - sinceNanos - holdNanos() >= PEACE_NANOS;
    }

    private long holdNanos() {
        return falls < 2 ? 0 : Math.min(LONGEST_NANOS, FIRST_NANOS << (falls - 2));
    }
}
