package dev.usher.gateway.data.account;

import dev.usher.gateway.core.exchange.Cause;
import dev.usher.gateway.core.exchange.Closed;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/// A book that one thread of its own writes, in batches.
///
/// While lines come the thread looks for them every few milliseconds, so that an event loop does not pay for waking
/// it each time; after a quiet second it sleeps until it is woken. *Thread-safe:* a ring between writers and thread,
/// and a flag that says whether it sleeps.
final class QueuedLog implements AccessLog {

    private static final Logger LOG = System.getLogger(QueuedLog.class.getName());
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int QUIET_PAUSES = 200;
    private static final long CLOSED_WITHIN_MILLIS = 5_000;

    private final LogSink sink;
    private final LogQueue<Closed> queue;
    private final LogLines lines;
    private final Floods floods = new Floods();
    private final LongAdder dropped = new LongAdder();
    private final Thread thread;
    private volatile boolean asleep;
    private volatile boolean closing;
    private boolean failing;
    private long second;

    private QueuedLog(LogSink sink, Format format, int capacity) {
        this.sink = sink;
        this.queue = new LogQueue<>(capacity);
        this.lines = new LogLines(format);
        this.thread = Thread.ofPlatform().daemon().name("access-log").unstarted(this::drain);
    }

    static QueuedLog start(LogSink sink, Format format, int capacity) {
        var log = new QueuedLog(sink, format, capacity);
        log.thread.start();
        return log;
    }

    @Override
    public void write(Closed closed) {
        if (!floods.admits(closed)) {
            return;
        }
        if (!queue.offer(closed)) {
            dropped.increment();
            return;
        }
        if (asleep) {
            asleep = false;
            LockSupport.unpark(thread);
        }
    }

    @Override
    public long dropped() {
        return dropped.sum();
    }

    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            thread.join(CLOSED_WITHIN_MILLIS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void drain() {
        int quiet = 0;
        while (true) {
            boolean last = closing;
            quiet = batches() ? 0 : quiet + 1;
            if (last) {
                summarise();
                flush();
                return;
            }
            rest(quiet);
        }
    }

    /// Between two batches a moment, so that the next one is worth it; after a quiet second until somebody writes.
    private void rest(int quiet) {
        if (quiet < QUIET_PAUSES) {
            LockSupport.parkNanos(this, PAUSE_NANOS);
            return;
        }
        summarise();
        flush();
        asleep = true;
        if (queue.isEmpty() && !floods.pending() && !closing) {
            LockSupport.park(this);
        }
        asleep = false;
    }

    /// Writes all that waits.
    ///
    /// @return whether there was something
    private boolean batches() {
        boolean any = false;
        for (var closed = queue.poll(); closed != null; closed = queue.poll()) {
            any = true;
            long now = TimeUnit.MILLISECONDS.toSeconds(closed.atMillis());
            if (now > second) {
                if (second > 0) {
                    summarise();
                }
                second = now;
            }
            lines.add(closed);
            if (lines.full()) {
                flush();
            }
        }
        flush();
        return any;
    }

    private void summarise() {
        if (!floods.pending()) {
            return;
        }
        for (var cause : Cause.values()) {
            long count = floods.take(cause);
            if (count > 0) {
                lines.addSuppressed(second, cause, count);
            }
        }
    }

    private void flush() {
        if (lines.count() == 0) {
            return;
        }
        try {
            sink.write(lines.bytes(), 0, lines.length());
            failing = false;
        } catch (IOException e) {
            dropped.add(lines.count());
            warnOnce(e);
        }
        lines.clear();
    }

    private void warnOnce(IOException e) {
        if (!failing) {
            failing = true;
            LOG.log(Level.WARNING, "the access log cannot be written; its lines are dropped: {0}", e.toString());
        }
    }
}
