package dev.usher.membership.probe;

/// Hears of checks, on the thread that made them, one at a time. Must not block.
public interface ProbeListener {

    /// The health is another one than before.
    void changed(Health health, ProbeResult why);

    /// One check ended; called for each, before `changed`.
    default void checked(ProbeResult result) {}
}
