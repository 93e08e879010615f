package dev.usher.gateway.control.fleet;

import org.jspecify.annotations.Nullable;

/// An order to send a Director nothing new, by an administrator or by the Director's own sidecar that leaves.
///
/// @param untilNanos when what is still in flight is cut, by the monotonic clock
/// @param untilEpochMillis the same moment by the wall clock, for people
public record Drain(long untilNanos, long untilEpochMillis) {

    /// Of both the one that ends first.
    Drain and(@Nullable Drain other) {
        return other != null && other.untilNanos - untilNanos < 0 ? other : this;
    }
}
