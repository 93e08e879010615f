package dev.usher.gateway.estate;

import dev.usher.membership.time.Ticker;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// How long this machine kept a thread waiting that wanted to run: what a clock in here cannot tell apart from what
/// others did late. *Thread-safe.*
public final class Stalls implements AutoCloseable {

    private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long NOTED_MILLIS = 10;

    private final Queue<Stall> stalls = new ConcurrentLinkedQueue<>();
    private final Ticker ticker = Ticker.system();
    private final Thread thread;

    private record Stall(long endMillis, long millis) {}

    public Stalls() {
        thread = Thread.ofPlatform().daemon().name("stalls").start(this::run);
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            long before = ticker.nanos();
            LockSupport.parkNanos(NAP_NANOS);
            long late = TimeUnit.NANOSECONDS.toMillis(ticker.nanos() - before - NAP_NANOS);
            if (late >= NOTED_MILLIS) {
                stalls.add(new Stall(ticker.epochMillis(), late));
            }
        }
    }

    /// The longest stall, in milliseconds, that touches the time between both.
    public long worst(long fromMillis, long toMillis) {
        return stalls.stream()
                .filter(stall -> stall.endMillis >= fromMillis && stall.endMillis - stall.millis <= toMillis)
                .mapToLong(Stall::millis)
                .max()
                .orElse(0);
    }

    /// All stalls between both together, in milliseconds: how late a chain of steps may be.
    public long sum(long fromMillis, long toMillis) {
        return stalls.stream()
                .filter(stall -> stall.endMillis >= fromMillis && stall.endMillis - stall.millis <= toMillis)
                .mapToLong(Stall::millis)
                .sum();
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
