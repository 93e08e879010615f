package dev.usher.gateway.app;

import dev.usher.membership.time.Ticker;
import java.time.Instant;
import java.time.InstantSource;

/// The machine's clock for those that want the JDK's interface to it.
final class SystemTime {

    static final InstantSource INSTANTS =
            () -> Instant.ofEpochMilli(Ticker.system().epochMillis());

    private SystemTime() {}
}
