package dev.usher.benchmarks.scenario;

/// How long and how often a run measures, in seconds and rounds. *Immutable.*
///
/// `warmUp` is for each candidate and transport, before the first round.
record Pace(int rounds, int window, int warmUp, int latencyWindow) {

    static final Pace FULL = new Pace(11, 3, 30, 5);
    static final Pace QUICK = new Pace(3, 1, 4, 2);

    Pace {
        if (rounds < 1 || window < 1 || warmUp < 1 || latencyWindow < 1) {
            throw new IllegalArgumentException("pace: " + rounds + " rounds, " + window + " s, " + warmUp + " s, "
                    + latencyWindow + " s (expected: at least 1 each)");
        }
    }

    Pace withRounds(int rounds) {
        return new Pace(rounds, window, warmUp, latencyWindow);
    }

    Pace withWarmUp(int warmUp) {
        return new Pace(rounds, window, warmUp, latencyWindow);
    }
}
