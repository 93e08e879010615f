package dev.usher.gateway.house.bad.gateway.data.route;

import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.function.LongSupplier;

/// Reads clocks in many ways, one of which is none.
@SuppressWarnings("JavaUtilDate")
final class Watch {

    private final LongSupplier nanos = System::nanoTime;
    private final Clock clock = Clock.systemUTC();

    long read() {
        return nanos.getAsLong() + clock.millis() + Instant.now().toEpochMilli() + new Date().getTime();
    }

    Date none() {
        return new Date(0);
    }
}
