package dev.usher.gateway.control.channel;

import dev.usher.membership.time.Ticker;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// How often enrolment failed from one address: a few failures each minute, then nothing is even looked at. The
/// addresses that failed longest ago are forgotten first. *Confined to one thread.*
final class Attempts {

    static final int FAILURES_MAX = 10;
    static final int ADDRESSES_MAX = 1024;

    private static final long PERIOD_NANOS = Duration.ofMinutes(1).toNanos();

    private final Ticker ticker;
    private final Map<String, Failures> failures = new LinkedHashMap<>();

    private record Failures(int count, long sinceNanos) {}

    Attempts(Ticker ticker) {
        this.ticker = ticker;
    }

    boolean tooMany(String address) {
        var known = failures.get(address);
        return known != null && !over(known) && known.count >= FAILURES_MAX;
    }

    void failed(String address) {
        var known = failures.remove(address);
        var next = known == null || over(known)
                ? new Failures(1, ticker.nanos())
                : new Failures(known.count + 1, known.sinceNanos);
        failures.put(address, next);
        if (failures.size() > ADDRESSES_MAX) {
            failures.remove(failures.keySet().iterator().next());
        }
    }

    private boolean over(Failures known) {
        return ticker.nanos() - known.sinceNanos >= PERIOD_NANOS;
    }
}
