package dev.usher.gateway.control.operator;

import dev.usher.membership.time.Ticker;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// How long somebody who keeps failing has to wait: nothing at first, then twice as long after each failure. Who failed
/// longest ago is forgotten first. *Confined to one thread, or behind one lock.*
final class Patience {

    static final int FREE = 5;
    static final int KEYS_MAX = 10_000;
    static final Duration WAIT_MAX = Duration.ofMinutes(5);

    private static final Duration WAIT_FIRST = Duration.ofSeconds(1);
    private static final long FORGOTTEN_NANOS = Duration.ofHours(1).toNanos();
    private static final int DOUBLINGS_MAX = 20;

    private final Ticker ticker;
    private final Map<String, Failures> failures = new LinkedHashMap<>();

    private record Failures(int count, long lastNanos) {}

    Patience(Ticker ticker) {
        this.ticker = ticker;
    }

    /// How long it is until the next try; zero where it is now.
    Duration wait(String key) {
        var known = failures.get(key);
        if (known == null || known.count < FREE || passed(known) >= FORGOTTEN_NANOS) {
            return Duration.ZERO;
        }
        var doubled = WAIT_FIRST.multipliedBy(1L << Math.min(DOUBLINGS_MAX, known.count - FREE));
        var wait = doubled.compareTo(WAIT_MAX) < 0 ? doubled : WAIT_MAX;
        var left = wait.minusNanos(passed(known));
        return left.isNegative() ? Duration.ZERO : left;
    }

    /// A try begins: a failure until [#succeeded] or [#undecided] is said.
    void tried(String key) {
        var known = failures.remove(key);
        int before = known == null || passed(known) >= FORGOTTEN_NANOS ? 0 : known.count;
        failures.put(key, new Failures(before + 1, ticker.nanos()));
        if (failures.size() > KEYS_MAX) {
            failures.remove(failures.keySet().iterator().next());
        }
    }

    void succeeded(String key) {
        failures.remove(key);
    }

    /// The try was none.
    void undecided(String key) {
        failures.computeIfPresent(
                key, (_, known) -> known.count <= 1 ? null : new Failures(known.count - 1, known.lastNanos));
    }

    private long passed(Failures known) {
        return ticker.nanos() - known.lastNanos;
    }
}
