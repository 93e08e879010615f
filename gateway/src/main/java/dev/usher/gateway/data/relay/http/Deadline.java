package dev.usher.gateway.data.relay.http;

import dev.usher.gateway.core.exchange.Cause;
import dev.usher.membership.time.Ticker;
import java.time.Duration;

/// When the patience with a connection ends, and what is to blame then. *Confined to one event loop.*
final class Deadline {

    /// After the last answer, what the client still sends is read for this long, so that the answer is not lost to
    /// the reset that unread data would cause.
    private static final Duration LINGER = Duration.ofSeconds(2);

    private final Ticker ticker;
    private final HttpSettings settings;
    private long atNanos;
    private Cause why = Cause.IDLE_TIMEOUT;

    Deadline(Ticker ticker, HttpSettings settings) {
        this.ticker = ticker;
        this.settings = settings;
    }

    /// A new connection says nothing yet.
    void forFirstRequest() {
        set(settings.header(), Cause.IDLE_TIMEOUT);
    }

    /// A head has begun; more of it does not move the deadline.
    void forHead() {
        if (why != Cause.HEADER_TIMEOUT) {
            set(settings.header(), Cause.HEADER_TIMEOUT);
        }
    }

    /// Something moved, or nothing has to for a while.
    void forIdle() {
        set(settings.idle(), Cause.IDLE_TIMEOUT);
    }

    /// A request is whole, and its Director has the word.
    ///
    /// @param begun whether it has begun to answer
    void forAnswer(boolean begun) {
        if (begun) {
            forIdle();
        } else {
            set(settings.response(), Cause.DIRECTOR_TIMEOUT);
        }
    }

    /// All is said, and only the client's end is awaited.
    void forLinger() {
        set(LINGER, Cause.IDLE_TIMEOUT);
    }

    private void set(Duration time, Cause otherwise) {
        atNanos = ticker.nanos() + time.toNanos();
        why = otherwise;
    }

    boolean passed(long nowNanos) {
        return nowNanos - atNanos >= 0;
    }

    Cause why() {
        return why;
    }
}
