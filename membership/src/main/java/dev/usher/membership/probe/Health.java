package dev.usher.membership.probe;

/// What the checks so far say together.
public enum Health {
    /// Too few checks yet.
    UNKNOWN,
    UP,
    DOWN
}
