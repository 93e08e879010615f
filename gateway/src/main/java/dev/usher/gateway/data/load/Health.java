package dev.usher.gateway.data.load;

/// What this gateway's own eyes say of a Director.
public enum Health {
    /// Not checked yet; not chosen.
    UNKNOWN("unknown"),
    /// Checks pass.
    UP("healthy"),
    /// Live traffic found it refusing or resetting; not chosen until checks decide.
    EJECTED("ejected"),
    /// Checks failed often enough; not chosen, and what was in flight there has been ended.
    DOWN("unhealthy");

    private final String word;

    Health(String word) {
        this.word = word;
    }

    /// The state as it is written everywhere, as in `unhealthy`.
    public String word() {
        return word;
    }
}
