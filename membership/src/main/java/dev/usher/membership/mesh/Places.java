package dev.usher.membership.mesh;

import java.util.concurrent.atomic.AtomicInteger;

/// How many may be in at once. *Thread-safe: one atomic.*
final class Places {

    private final AtomicInteger left;

    Places(int places) {
        this.left = new AtomicInteger(places);
    }

    /// Whether there was one left, and is taken now.
    boolean take() {
        return left.getAndUpdate(places -> Math.max(0, places - 1)) > 0;
    }

    void leave() {
        left.incrementAndGet();
    }
}
