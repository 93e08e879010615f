package dev.usher.membership.time;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Runs things later, on the thread or event loop that it was made for.
public interface Timers {

    /// Runs `task` once after `delay`.
    Timer after(Duration delay, Runnable task);

    /// Runs `task` again and again, `period` after the end of the run before, the first time after one `period`.
    /// A run that throws is logged, and the next one comes all the same.
    Timer every(Duration period, Runnable task);

    /// Something that was asked for and can be called off.
    interface Timer {

        /// Calls it off. Does nothing when it has run, runs, or was called off.
        void cancel();
    }

    /// Timers that run on `executor`; a Netty event loop is one.
    static Timers on(ScheduledExecutorService executor) {
        return new Timers() {
            @Override
            public Timer after(Duration delay, Runnable task) {
                var future = executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
                return () -> future.cancel(false);
            }

            @Override
            public Timer every(Duration period, Runnable task) {
                var future = executor.scheduleWithFixedDelay(
                        new Steady(task), period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
                return () -> future.cancel(false);
            }
        };
    }
}
