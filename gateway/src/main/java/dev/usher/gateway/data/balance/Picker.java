package dev.usher.gateway.data.balance;

import dev.usher.gateway.data.load.ClusterLoad;
import java.util.random.RandomGenerator;

/// Picks a Director by its cluster's policy.
///
/// `least_requests` takes the less busy of two picked at random ("the power of two choices", Mitzenmacher 2001):
/// as even as asking all, without the herd that follows a shared minimum. *Confined to one event loop.*
public final class Picker {

    private final RandomGenerator random;

    public Picker(RandomGenerator random) {
        this.random = random;
    }

    /// The index of the Director that takes the next exchange, or -1 when none may.
    ///
    /// @param excluded Directors not to pick, a bit each: those that were tried already
    public int pick(ClusterLoad cluster, long excluded) {
        long candidates = cluster.candidates() & ~excluded;
        if (candidates == 0) {
            return -1;
        }
        int count = Long.bitCount(candidates);
        if (count == 1) {
            return Long.numberOfTrailingZeros(candidates);
        }
        return switch (cluster.cluster().policy()) {
            case ROUND_ROBIN -> nth(candidates, cluster.nextTurn() % count);
            case LEAST_REQUESTS -> lessBusyOfTwo(cluster, candidates, count);
        };
    }

    private int lessBusyOfTwo(ClusterLoad cluster, long candidates, int count) {
        int one = random.nextInt(count);
        int other = random.nextInt(count - 1);
        int first = nth(candidates, one);
        int second = nth(candidates, other < one ? other : other + 1);
        return cluster.load(second).inFlight() < cluster.load(first).inFlight() ? second : first;
    }

    private static int nth(long bits, int n) {
        long rest = bits;
        for (int i = 0; i < n; i++) {
            rest &= rest - 1;
        }
        return Long.numberOfTrailingZeros(rest);
    }
}
