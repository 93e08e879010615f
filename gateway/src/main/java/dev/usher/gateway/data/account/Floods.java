package dev.usher.gateway.data.account;

import dev.usher.gateway.core.exchange.Cause;
import dev.usher.gateway.core.exchange.Closed;
import java.util.EnumMap;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Keeps floods of refused connections out of the book: so many lines a second and cause, the rest as a number.
///
/// Reads no clock: the seconds are those of the connections themselves. *Thread-safe:* two words per cause, changed
/// by compare-and-set.
final class Floods {

    /// How many refused connections per second and cause get a line of their own.
    static final int LINES_PER_SECOND = 100;

    /// So far behind its second a connection may be told of; what is older means that the clock was set back.
    private static final int STRAGGLING_SECONDS = 5;

    private final EnumMap<Cause, Flood> floods = new EnumMap<>(Cause.class);
    private final AtomicLong pending = new AtomicLong();

    Floods() {
        for (var cause : Cause.values()) {
            floods.put(cause, new Flood());
        }
    }

    /// Whether `closed` gets a line.
    boolean admits(Closed closed) {
        var cause = closed.cause();
        if (cause == null || closed.method() != null || closed.status() != 0) {
            return true;
        }
        var flood = of(cause);
        if (flood.counts(TimeUnit.MILLISECONDS.toSeconds(closed.atMillis()))) {
            return true;
        }
        flood.suppressed.incrementAndGet();
        pending.incrementAndGet();
        return false;
    }

    /// Whether something is suppressed that no line has told of.
    boolean pending() {
        return pending.get() != 0;
    }

    /// How many were suppressed for `cause` since the last call.
    long take(Cause cause) {
        long count = of(cause).suppressed.getAndSet(0);
        pending.addAndGet(-count);
        return count;
    }

    private Flood of(Cause cause) {
        return Objects.requireNonNull(floods.get(cause));
    }

    private static final class Flood {

        /// The second that is counted, and in the lowest 16 bits how many lines it has had.
        private final AtomicLong window = new AtomicLong();

        private final AtomicLong suppressed = new AtomicLong();

        boolean counts(long second) {
            while (true) {
                long now = window.get();
                long since = (now >>> 16) - second;
                boolean current = since >= 0 && since < STRAGGLING_SECONDS;
                long lines = current ? now & 0xffff : 0;
                if (lines >= LINES_PER_SECOND) {
                    return false;
                }
                if (window.compareAndSet(now, current ? now + 1 : second << 16 | 1)) {
                    return true;
                }
            }
        }
    }
}
