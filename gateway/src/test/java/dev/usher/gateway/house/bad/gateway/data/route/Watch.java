package dev.usher.gateway.house.bad.gateway.data.route;

import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.function.LongSupplier;

/// Reads clocks in many ways, one of which is none, and dozes off.
@SuppressWarnings("JavaUtilDate")
final class Watch {

    private final LongSupplier nanos = System::nanoTime;
    private final Clock clock = Clock.systemUTC();

    long read() {
        return nanos.getAsLong() + clock.millis() + Instant.now().toEpochMilli() + new Date().getTime();
    }

    void doze() throws InterruptedException {
        Thread.sleep(1);
    }

    Date none() {
        return new Date(0);
    }
}
