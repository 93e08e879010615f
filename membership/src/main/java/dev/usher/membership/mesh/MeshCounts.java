package dev.usher.membership.mesh;

import dev.usher.membership.time.Ticker;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// Who was refused in one cluster's mesh, by reason. Each is counted; of each reason one a second is logged, as a
/// stranger may knock as often as it likes. *Thread-safe: adders and atomics.*
public final class MeshCounts {

    private static final Logger LOG = System.getLogger(MeshCounts.class.getName());
    private static final long LOG_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String cluster;
    private final Ticker ticker;
    private final Map<Refusal, Count> counts = new EnumMap<>(Refusal.class);

    private static final class Count {
        final LongAdder all = new LongAdder();
        final AtomicLong unlogged = new AtomicLong();
        final AtomicLong loggedAt;

        Count(long loggedAt) {
            this.loggedAt = new AtomicLong(loggedAt);
        }
    }

    public MeshCounts(String cluster, Ticker ticker) {
        this.cluster = cluster;
        this.ticker = ticker;
        for (var reason : Refusal.values()) {
            counts.put(reason, new Count(ticker.nanos() - LOG_NANOS));
        }
    }

    /// How many were refused for that reason.
    public long of(Refusal reason) {
        return count(reason).all.sum();
    }

    /// @param whom for the log
    void refused(Refusal reason, String whom, String why) {
        var count = count(reason);
        count.all.increment();
        var now = ticker.nanos();
        var last = count.loggedAt.get();
        if (now - last < LOG_NANOS || !count.loggedAt.compareAndSet(last, now)) {
            count.unlogged.incrementAndGet();
            return;
        }
        var others = count.unlogged.getAndSet(0);
        LOG.log(
                Level.WARNING,
                "mesh of {0}: {1}: {2}: {3}{4}",
                cluster,
                whom,
                reason.word(),
                why,
                others == 0 ? "" : " (and " + others + " more since the last one told)");
    }

    private Count count(Refusal reason) {
        var count = counts.get(reason);
        if (count == null) {
            throw new IllegalStateException(reason.word());
        }
        return count;
    }
}
