package dev.usher.gateway.control.fleet;

/// An order to send a Director nothing new, by an administrator or by the Director's own sidecar that leaves.
///
/// @param untilNanos when what is still in flight is cut, by the monotonic clock
/// @param untilEpochMillis the same moment by the wall clock, for people
/// @param bySidecar whether only its sidecar asked for it; such a one ends when the sidecar is back
public record Drain(long untilNanos, long untilEpochMillis, boolean bySidecar) {

    /// Both together: the one that ends first, and an administrator's if one of them is.
    Drain and(Drain other) {
        var first = other.untilNanos - untilNanos < 0 ? other : this;
        return new Drain(first.untilNanos, first.untilEpochMillis, bySidecar && other.bySidecar);
    }
}
