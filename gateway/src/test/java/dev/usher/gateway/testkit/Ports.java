package dev.usher.gateway.testkit;

import dev.usher.membership.time.FreePorts;

/// Ports of 127.0.0.1 for processes that are told theirs, or come back to it. Somebody else may still take one before
/// it is used, which fails the test.
public final class Ports {

    /// A free one.
    public int one() {
        return row(1);
    }

    /// The first of `count` free ones in a row.
    public int row(int count) {
        return FreePorts.row(count);
    }
}
