package dev.usher.benchmarks.load;

import dev.usher.membership.time.Ticker;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/// One window of an open loop, by one timer: starts each request when it is due, on the connection that has rested
/// longest.
///
/// *Confined to one event loop.* A request that finds no free connection waits, and its wait counts. Requests that
/// start in the first tenth are not recorded.
final class Window implements Runnable {

    private static final long TICK_NANOS = 20_000;
    private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long LATENCY_MAX_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Ticker ticker;
    private final EventLoop loop;
    private final Arrivals arrivals;
    private final CompletableFuture<Latencies> done = new CompletableFuture<>();
    private final ArrayDeque<Connection> free = new ArrayDeque<>();
    private final ArrayDeque<Connection> written = new ArrayDeque<>();
    private final Histogram latency = new Histogram(LATENCY_MAX_NANOS, 3);
    private final Histogram lag = new Histogram(LATENCY_MAX_NANOS, 3);
    private final long firstRecorded;
    private long due;
    private long started;
    private long ended;
    private long failures;

    Window(Ticker ticker, EventLoop loop, Arrivals arrivals) {
        this.ticker = ticker;
        this.loop = loop;
        this.arrivals = arrivals;
        this.firstRecorded = arrivals.count() / 10;
    }

    /// Completes when every request has ended, or fails when some have not 5 s after the last was due.
    CompletableFuture<Latencies> done() {
        return done;
    }

    void add(Connection connection) {
        free.add(connection);
    }

    @Override
    public void run() {
        var now = ticker.nanos();
        if (started >= firstRecorded && started < arrivals.count()) {
            lag.recordValue(within(now - due));
        }
        startDue();
        if (ended == arrivals.count()) {
            done.complete(Latencies.of(latency, lag, failures));
        } else if (now - arrivals.at(arrivals.count()) > SETTLE_NANOS) {
            var open = arrivals.count() - ended;
            done.completeExceptionally(new IllegalStateException("unanswered requests: " + open + " (expected: 0)"));
        } else {
            due = now + TICK_NANOS;
            loop.schedule(this, TICK_NANOS, TimeUnit.NANOSECONDS);
        }
    }

    /// Starts what is due, as far as connections are free.
    void startDue() {
        var now = ticker.nanos();
        while (started < arrivals.count() && now - arrivals.at(started) >= 0 && !free.isEmpty()) {
            start(free.remove());
        }
        while (!written.isEmpty()) {
            written.remove().flush();
        }
    }

    /// `connection` got its answer, or was lost.
    void ended(Connection connection, boolean good) {
        var index = connection.index();
        ended++;
        if (!good) {
            failures++;
        } else if (index >= firstRecorded) {
            latency.recordValue(within(ticker.nanos() - arrivals.at(index)));
        }
        if (connection.isOpen()) {
            free.add(connection);
        }
    }

    private void start(Connection connection) {
        connection.start(started++);
        written.add(connection);
    }

    private static long within(long nanos) {
        return Math.clamp(nanos, 0, LATENCY_MAX_NANOS);
    }
}
