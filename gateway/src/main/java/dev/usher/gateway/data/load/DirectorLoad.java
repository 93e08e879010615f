package dev.usher.gateway.data.load;

import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/// What this gateway knows of one Director from its own dealings with it.
///
/// Lives as long as the Director is in some snapshot; every event loop shares the one instance.
/// *Thread-safe:* a counter, adders and one atomic reference, never a lock.
public final class DirectorLoad {

    private final ClusterName cluster;
    private final DirectorName name;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final LongAdder successes = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final AtomicReference<Seen> seen = new AtomicReference<>(Seen.NOTHING);

    DirectorLoad(ClusterName cluster, DirectorName name) {
        this.cluster = cluster;
        this.name = name;
    }

    public ClusterName cluster() {
        return cluster;
    }

    public DirectorName name() {
        return name;
    }

    /// How many exchanges are with it right now.
    public int inFlight() {
        return inFlight.get();
    }

    /// How many exchanges were given to it so far.
    public long requests() {
        return successes.sum() + failures.sum() + inFlight.get();
    }

    /// How many of them ended without its failing them; never shrinks.
    public long successes() {
        return successes.sum();
    }

    /// How many of them it failed: no connection, broken off, or no answer in time; never shrinks.
    public long failures() {
        return failures.sum();
    }

    /// Whether it may be chosen, as far as health goes.
    public boolean fit() {
        return seen.get().health == Health.UP;
    }

    /// What was seen of it last.
    public Seen seen() {
        return seen.get();
    }

    /// Notes a change of health.
    public void see(Seen now) {
        seen.set(now);
    }

    /// Notes that live traffic was refused or reset, unless checks have judged it down already.
    ///
    /// @return whether this took it out of the rotation; of several that try at once only one did
    public boolean eject(String reason, long atNanos) {
        var before = seen.get();
        return before.health == Health.UP && seen.compareAndSet(before, new Seen(Health.EJECTED, reason, atNanos));
    }

    void opened() {
        inFlight.incrementAndGet();
    }

    void closed(boolean failed) {
        inFlight.decrementAndGet();
        (failed ? failures : successes).increment();
    }

    @Override
    public String toString() {
        return cluster + "/" + name;
    }

    /// A state of health.
    ///
    /// @param reason in words, for people
    /// @param sinceNanos when it began, by the monotonic clock
    public record Seen(Health health, String reason, long sinceNanos) {

        /// Before the first check.
        public static final Seen NOTHING = new Seen(Health.UNKNOWN, "not checked yet", 0);
    }
}
