package dev.usher.gateway.app;

import dev.usher.gateway.control.store.Copies;
import dev.usher.gateway.control.store.CopyFile;
import dev.usher.membership.time.Ticker;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Keeps the copy of the store on disk, so that a gateway that starts without its store serves what it last knew.
///
/// A change is written at once, those that follow within a second together; without changes the file says every few
/// minutes that it is still true. *Thread-safe:* all writing happens on a thread of its own.
final class CopyOnDisk implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(CopyOnDisk.class.getName());

    private static final Duration PACE = Duration.ofSeconds(1);
    private static final Duration CONFIRMED = Duration.ofMinutes(5);
    private static final int CLOSE_SECONDS = 10;

    private final CopyFile file;
    private final Copies copies;
    private final Ticker ticker;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("store-copy").factory());
    private final AtomicBoolean asked = new AtomicBoolean();
    private volatile Copies.@Nullable Known written;
    private volatile long writtenNanos;
    private String said = "";

    CopyOnDisk(CopyFile file, Copies copies, Ticker ticker) {
        this.file = file;
        this.copies = copies;
        this.ticker = ticker;
        this.writtenNanos = ticker.nanos() - PACE.toNanos();
    }

    /// What was known before this process, or null.
    Copies.@Nullable Known found() {
        try {
            var known = file.read();
            if (known != null) {
                written = known;
                LOG.log(
                        Level.WARNING,
                        "the store is away; {0} is served as it was at {1}, {2} s ago:"
                                + " what was changed or revoked since is not known",
                        file.path(),
                        Instant.ofEpochMilli(known.trueEpochMillis()),
                        age(known));
            }
            return known;
        } catch (IOException problem) {
            LOG.log(Level.WARNING, "the store is away, and its copy is of no use: {0}", problem.getMessage());
            return null;
        }
    }

    private String age(Copies.Known known) {
        return String.valueOf(
                Math.max(0, TimeUnit.MILLISECONDS.toSeconds(ticker.epochMillis() - known.trueEpochMillis())));
    }

    /// Writes what is known now, soon.
    void changed() {
        if (asked.compareAndSet(false, true)) {
            long wait = Math.max(0, writtenNanos + PACE.toNanos() - ticker.nanos());
            try {
                var _ = thread.schedule(
                        () -> {
                            asked.set(false);
                            write();
                        },
                        wait,
                        TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException _) {
                LOG.log(Level.DEBUG, "closed");
            }
        }
    }

    /// Writes when there is something else to say than what stands there.
    private void write() {
        var known = copies.current();
        if (known == null || !news(known)) {
            return;
        }
        writtenNanos = ticker.nanos();
        try {
            file.write(known);
            written = known;
            said = "";
        } catch (IOException | RuntimeException problem) {
            say(problem);
        }
    }

    private boolean news(Copies.Known known) {
        var before = written;
        return before == null
                || !before.copy().equals(known.copy())
                || known.trueEpochMillis() - before.trueEpochMillis() >= CONFIRMED.toMillis();
    }

    private void say(Exception problem) {
        var words = String.valueOf(problem);
        if (!words.equals(said)) {
            said = words;
            LOG.log(
                    Level.WARNING,
                    "no copy of the store is kept in {0}: {1}; a start while the store is away would serve less",
                    file.path(),
                    words);
        }
    }

    /// Writes once more how long it was true, and ends.
    @Override
    public void close() {
        thread.execute(() -> {
            written = null;
            write();
        });
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
