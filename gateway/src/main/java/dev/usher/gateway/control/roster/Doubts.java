package dev.usher.gateway.control.roster;

import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/// What was not believed, and why. The same value counts once, however often it is read; it is logged when the
/// reason is another one than before for that Director. *Confined to one thread,* but for the counts, which anybody
/// may read.
final class Doubts {

    private static final System.Logger LOG = System.getLogger(Doubts.class.getName());

    private final ClusterName cluster;
    private final Map<Disbelief, LongAdder> counts = new EnumMap<>(Disbelief.class);
    private final Map<DirectorName, Disbelief> told = new HashMap<>();
    private final Map<DirectorName, byte[]> counted = new HashMap<>();

    Doubts(ClusterName cluster) {
        this.cluster = cluster;
        for (var reason : Disbelief.values()) {
            counts.put(reason, new LongAdder());
        }
    }

    void disbelieved(DirectorName director, byte[] value, Disbelief reason, String why) {
        var before = told.put(director, reason);
        if (before == reason && Arrays.equals(counted.get(director), value)) {
            return;
        }
        counted.put(director, value);
        count(reason).increment();
        if (before != reason) {
            LOG.log(
                    Level.WARNING,
                    "roster of {0}: what stands there for {1} is not believed: {2}: {3}",
                    cluster,
                    director,
                    reason.word(),
                    why);
        }
    }

    void believed(DirectorName director) {
        if (told.remove(director) != null) {
            counted.remove(director);
            LOG.log(Level.INFO, "roster of {0}: {1} is believed again", cluster, director);
        }
    }

    long of(Disbelief reason) {
        return count(reason).sum();
    }

    private LongAdder count(Disbelief reason) {
        return Objects.requireNonNull(counts.get(reason), reason::word);
    }
}
