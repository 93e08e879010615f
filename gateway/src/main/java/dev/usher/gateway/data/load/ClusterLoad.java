package dev.usher.gateway.data.load;

import dev.usher.gateway.core.snapshot.Cluster;
import dev.usher.gateway.core.snapshot.Director;
import dev.usher.gateway.core.snapshot.Director.Standing;

/// A cluster of one snapshot with the loads of its Directors beside it, as one event loop sees it.
///
/// Made anew when the snapshot changes; the budget and the turn are handed on. *Confined to one event loop.*
public final class ClusterLoad {

    private final Cluster cluster;
    private final DirectorLoad[] loads;
    private final long open;
    private final RetryBudget budget;
    private int turn;

    public ClusterLoad(Cluster cluster, LoadTable table, RetryBudget budget, int turn) {
        this.cluster = cluster;
        this.budget = budget;
        this.turn = turn;
        this.loads = cluster.directors().stream().map(table::of).toArray(DirectorLoad[]::new);
        long bits = 0;
        for (int i = 0; i < loads.length; i++) {
            if (cluster.directors().get(i).standing() == Standing.OPEN) {
                bits |= 1L << i;
            }
        }
        this.open = bits;
    }

    public Cluster cluster() {
        return cluster;
    }

    public RetryBudget budget() {
        return budget;
    }

    /// How many Directors there are.
    public int size() {
        return loads.length;
    }

    public DirectorLoad load(int index) {
        return loads[index];
    }

    public Director director(int index) {
        return cluster.directors().get(index);
    }

    /// The Directors that may be chosen now, a bit each: standing and health both allow it.
    public long candidates() {
        long bits = 0;
        for (int i = 0; i < loads.length; i++) {
            if ((open & 1L << i) != 0 && loads[i].fit()) {
                bits |= 1L << i;
            }
        }
        return bits;
    }

    /// Whether no Director has been checked yet, so that nothing can be said of the cluster.
    public boolean unknown() {
        for (var load : loads) {
            if (load.seen().health() != Health.UNKNOWN) {
                return false;
            }
        }
        return true;
    }

    /// Whose turn it is, counted up with each call; never negative.
    public int nextTurn() {
        int now = turn;
        turn = now + 1 & Integer.MAX_VALUE;
        return now;
    }
}
