package dev.usher.benchmarks.report;

import java.util.Arrays;
import java.util.Locale;

/// A median with an interval that covers the true median with probability `coverage`, whatever the distribution.
///
/// The interval's ends are order statistics: of the pairs of ranks that cover at least 95 %, the narrowest. Below six
/// values no pair does; then it is the whole range, and `coverage` says how little that is. *Immutable.*
public record Estimate(double median, double low, double high, double coverage, int count) {

    private static final double WANTED = 0.95;

    /// The estimate from `values`, of which there must be at least one.
    public static Estimate of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("values: 0 (expected: at least 1)");
        }
        var sorted = values.clone();
        Arrays.sort(sorted);
        var count = sorted.length;
        var rank = rank(count);
        return new Estimate(
                (sorted[(count - 1) / 2] + sorted[count / 2]) / 2,
                sorted[rank - 1],
                sorted[count - rank],
                coverage(count, rank),
                count);
    }

    /// Ratios of what was measured in the same round, value by value.
    public static Estimate ofRatios(double[] values, double[] to) {
        if (values.length != to.length) {
            throw new IllegalArgumentException("values: " + values.length + " (expected: " + to.length + ")");
        }
        var ratios = new double[values.length];
        for (var index = 0; index < ratios.length; index++) {
            ratios[index] = values[index] / to[index];
        }
        return of(ratios);
    }

    /// `1234.5 [1200.0, 1250.0]` with as many decimals as asked for.
    public String text(int decimals) {
        var number = "%,." + decimals + "f";
        return String.format(Locale.ROOT, number + " [" + number + ", " + number + "]", median, low, high);
    }

    private static int rank(int count) {
        var rank = 1;
        while (rank < (count + 1) / 2 && coverage(count, rank + 1) >= WANTED) {
            rank++;
        }
        return rank;
    }

    /// Probability that the median lies between the values of `rank` from below and `rank` from above.
    private static double coverage(int count, int rank) {
        var term = Math.pow(0.5, count);
        var tail = 0.0;
        for (var below = 0; below < rank; below++) {
            tail += term;
            term = term * (count - below) / (below + 1);
        }
        return Math.max(0, 1 - 2 * tail);
    }
}
