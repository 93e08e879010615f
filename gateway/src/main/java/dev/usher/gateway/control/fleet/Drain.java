package dev.usher.gateway.control.fleet;

/// An administrator's order to send a Director nothing new.
///
/// @param untilNanos when what is still in flight is cut, by the monotonic clock
/// @param untilEpochMillis the same moment by the wall clock, for people
public record Drain(long untilNanos, long untilEpochMillis) {

    /// The one that ends first.
    Drain earlier(Drain other) {
        return other.untilNanos - untilNanos < 0 ? other : this;
    }
}
