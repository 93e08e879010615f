package dev.usher.gateway.data.load;

/// What this gateway's own eyes say of a Director.
public enum Health {
    /// Not checked yet; not chosen.
    UNKNOWN,
    /// Checks pass.
    UP,
    /// Live traffic found it refusing or resetting; not chosen until checks decide.
    EJECTED,
    /// Checks failed often enough; not chosen, and what was in flight there has been ended.
    DOWN
}
