package dev.usher.membership.time;

/// A monotonic clock in nanoseconds, and the wall clock beside it.
///
/// Nanoseconds mean nothing but their differences: compare with `now - start >= 0`, as they may overflow.
/// *Thread-safe.*
public interface Ticker {

    /// Monotonic nanoseconds from an arbitrary origin.
    long nanos();

    /// Milliseconds since the epoch by the wall clock, which may jump either way.
    long epochMillis();

    /// The machine's clocks.
    static Ticker system() {
        return SystemTicker.INSTANCE;
    }
}
