package dev.usher.membership.app;

import dev.usher.membership.time.Timers;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;

/// The one thread on which a sidecar decides. A step that fails is logged, and the next one comes all the same.
/// *Thread-safe: hands over to an executor.*
final class Loop implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Loop.class.getName());

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("attendant").factory());
    private final Timers timers = Timers.on(executor);

    Timers timers() {
        return timers;
    }

    /// Runs `task` on the loop; after the end nothing runs any more.
    void post(Runnable task) {
        try {
            executor.execute(guarded(task));
        } catch (RejectedExecutionException _) {
            LOG.log(Level.DEBUG, "the sidecar has ended");
        }
    }

    /// Runs what takes its time beside the loop.
    void beside(String name, Runnable task) {
        Thread.ofPlatform().daemon().name(name).start(guarded(task));
    }

    static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "a step of the sidecar failed; it goes on", e);
            }
        };
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
