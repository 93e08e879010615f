package dev.usher.membership.agent;

import org.jspecify.annotations.Nullable;

/// When to speak: at once when there is something new, though never in a rush, and every few seconds when there is not,
/// so
/// that readers can tell a living word from a dead one. *Confined to one thread.*
public final class Cadence {

    private final long rushNanos;
    private final long refreshNanos;
    private @Nullable Advert last;
    private long lastNanos;

    /// @param rushNanos the least time between two words
    /// @param refreshNanos after this the same word is spoken again
    public Cadence(long rushNanos, long refreshNanos) {
        this.rushNanos = rushNanos;
        this.refreshNanos = refreshNanos;
    }

    /// Whether `advert` should be spoken now.
    public boolean due(Advert advert, long nowNanos) {
        if (last == null) {
            return true;
        }
        return nowNanos - lastNanos >= (advert.equals(last) ? refreshNanos : rushNanos);
    }

    public void spoken(Advert advert, long nowNanos) {
        last = advert;
        lastNanos = nowNanos;
    }

    /// What was spoken is lost: it failed, or the cluster merged into another.
    public void forget() {
        last = null;
    }
}
