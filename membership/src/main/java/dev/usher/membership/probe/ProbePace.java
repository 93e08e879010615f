package dev.usher.membership.probe;

import java.time.Duration;

/// How often to check, and how many checks in a row decide. *Immutable.*
public record ProbePace(Duration interval, int healthyAfter, int unhealthyAfter) {

    public ProbePace {
        if (interval.compareTo(Duration.ofMillis(10)) < 0) {
            throw new IllegalArgumentException("interval: " + interval + " (expected: at least 10ms)");
        }
        check("healthy_after", healthyAfter);
        check("unhealthy_after", unhealthyAfter);
    }

    private static void check(String field, int value) {
        if (value < 1 || value > 100) {
            throw new IllegalArgumentException(field + ": " + value + " (expected: 1..100)");
        }
    }
}
