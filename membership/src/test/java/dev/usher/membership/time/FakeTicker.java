package dev.usher.membership.time;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/// A clock that a test turns, and the timers that follow it. Starts next to overflow. *Confined to one thread.*
public final class FakeTicker implements Ticker, Timers {

    private static final long ORIGIN = Long.MAX_VALUE - Duration.ofMillis(1).toNanos();

    private final PriorityQueue<Due> timers =
            new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::number));
    private long passed;
    private long number;

    @Override
    public long nanos() {
        return ORIGIN + passed;
    }

    @Override
    public long epochMillis() {
        return 1_800_000_000_000L + Duration.ofNanos(passed).toMillis();
    }

    /// Lets time pass; what comes due on the way runs at its moment, in order.
    public void advance(Duration duration) {
        var until = passed + duration.toNanos();
        while (!timers.isEmpty() && timers.element().at() <= until) {
            var due = timers.remove();
            passed = due.at();
            due.task().run();
        }
        passed = until;
    }

    /// How many timers are set.
    public int pending() {
        return timers.size();
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        var due = new Due(passed + delay.toNanos(), number++, task);
        timers.add(due);
        return () -> timers.remove(due);
    }

    @Override
    public Timer every(Duration period, Runnable task) {
        var series = new Series(period, task);
        series.next();
        return series;
    }

    private record Due(long at, long number, Runnable task) {}

    private final class Series implements Timer {
        private final Duration period;
        private final Runnable task;
        private Timer timer = () -> {};
        private boolean cancelled;

        Series(Duration period, Runnable task) {
            this.period = period;
            this.task = task;
        }

        void next() {
            timer = after(period, () -> {
                task.run();
                if (!cancelled) {
                    next();
                }
            });
        }

        @Override
        public void cancel() {
            cancelled = true;
            timer.cancel();
        }
    }
}
