package dev.usher.gateway.estate;

import dev.usher.gateway.testkit.Office;
import dev.usher.membership.time.Ticker;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the metric `usher_director_state` all the time, and writes down each change. *Thread-safe.*
final class StateWatch implements AutoCloseable {

    private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final Pattern STATE =
            Pattern.compile("usher_director_state\\{.*director=\"([^\"]+)\",state=\"(\\w+)\"}");

    private final Office office;
    private final List<Change> changes = new CopyOnWriteArrayList<>();
    private final Thread thread;

    /// A Director was seen in another state than before.
    ///
    /// @param askedMillis when the metric was asked for that showed it first
    /// @param lastMillis when the metric was asked for that showed the state before for the last time
    record Change(long askedMillis, long lastMillis, String director, String state) {}

    StateWatch(Office office) {
        this.office = office;
        this.thread = Thread.ofVirtual().name("states").start(this::run);
    }

    private void run() {
        var states = new HashMap<String, String>();
        long last = Ticker.system().epochMillis();
        while (!Thread.currentThread().isInterrupted()) {
            long asked = Ticker.system().epochMillis();
            try {
                note(office.metrics(), states, asked, last);
                last = asked;
            } catch (IllegalStateException gone) {
                // The gateway is on its way out.
            }
            LockSupport.parkNanos(PACE_NANOS);
        }
    }

    private void note(Map<String, Double> metrics, Map<String, String> states, long asked, long last) {
        metrics.forEach((name, value) -> {
            var state = STATE.matcher(name);
            if (value == 1 && state.matches() && !state.group(2).equals(states.put(state.group(1), state.group(2)))) {
                changes.add(new Change(asked, last, state.group(1), state.group(2)));
            }
        });
    }

    /// The first change of `director` to, or away from, `healthy` since `fromMillis`; null when there was none.
    @Nullable
    Change first(String director, boolean healthy, long fromMillis) {
        return changes.stream()
                .filter(change -> change.director.equals(director))
                .filter(change -> change.askedMillis >= fromMillis)
                .filter(change -> change.state.equals("healthy") == healthy)
                .findFirst()
                .orElse(null);
    }

    /// All changes, in their order.
    List<Change> changes() {
        return List.copyOf(changes);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
