package dev.usher.membership.probe;

/// The checks so far in two words: the health they amount to, and how many in a row now speak against it. *Immutable.*
///
/// `unhealthyAfter` failures in a row bring it down, `healthyAfter` successes in a row bring it up. The very first
/// success is enough while nothing is known, so that a start need not wait.
public record Judgement(Health health, int against) {

    /// Before the first check.
    public static final Judgement NONE = new Judgement(Health.UNKNOWN, 0);

    /// The judgement after one more check.
    public Judgement after(boolean ok, ProbePace pace) {
        return switch (health) {
            case UNKNOWN -> ok ? new Judgement(Health.UP, 0) : failed(pace);
            case UP -> ok ? new Judgement(Health.UP, 0) : failed(pace);
            case DOWN -> ok ? succeeded(pace) : new Judgement(Health.DOWN, 0);
        };
    }

    /// Whether the next check must follow at once: it failed, and it is not yet known for good. What is down may take
    /// its time to return.
    public boolean undecided() {
        return health != Health.DOWN && against > 0;
    }

    private Judgement failed(ProbePace pace) {
        var failures = against + 1;
        return failures >= pace.unhealthyAfter() ? new Judgement(Health.DOWN, 0) : new Judgement(health, failures);
    }

    private Judgement succeeded(ProbePace pace) {
        var successes = against + 1;
        return successes >= pace.healthyAfter() ? new Judgement(Health.UP, 0) : new Judgement(Health.DOWN, successes);
    }
}
