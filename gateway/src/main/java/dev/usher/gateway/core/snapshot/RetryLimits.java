package dev.usher.gateway.core.snapshot;

/// How many requests of a cluster may be tried again on another Director.
///
/// @param percent retries for every hundred requests
/// @param minimumPerSecond retries allowed each second however few requests there are
public record RetryLimits(int percent, int minimumPerSecond) {

    /// One retry for five requests, and ten each second.
    public static final RetryLimits DEFAULT = new RetryLimits(20, 10);
}
