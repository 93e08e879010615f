package dev.usher.gateway.core.exchange;

/// What a stage decided: the next step, or a refusal.
public sealed interface Verdict<T> {

    /// The exchange goes on with `step`.
    record Passed<T>(T step) implements Verdict<T> {}

    /// The exchange ends here.
    ///
    /// @param why the one cause that log, metric and reply will name
    record Refused<T>(Cause why) implements Verdict<T> {}
}
