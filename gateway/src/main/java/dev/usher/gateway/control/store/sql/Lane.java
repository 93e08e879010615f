package dev.usher.gateway.control.store.sql;

import dev.usher.gateway.control.store.StoreUnavailable;
import java.util.ArrayList;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// Threads with a connection each, and a queue in front of them that ends somewhere. *Thread-safe.*
final class Lane {

    private static final int CLOSE_SECONDS = 30;

    private final int waitingMax;
    private final ArrayBlockingQueue<Runnable> waiting;
    private final ArrayBlockingQueue<Link> links;
    private final ThreadPoolExecutor threads;

    Lane(String name, int count, int waitingMax, Function<Integer, Link> link) {
        this.waitingMax = waitingMax;
        this.waiting = new ArrayBlockingQueue<>(waitingMax);
        this.links = new ArrayBlockingQueue<>(count);
        for (int i = 0; i < count; i++) {
            links.add(link.apply(i));
        }
        this.threads = new ThreadPoolExecutor(
                count,
                count,
                0,
                TimeUnit.SECONDS,
                waiting,
                Thread.ofPlatform().daemon().name("store-" + name + "-", 0).factory());
    }

    /// Runs `task` when its turn comes; the future ends with what it returns or throws.
    <T> CompletableFuture<T> call(Function<Link, T> task) {
        var call = new Call<>(task);
        try {
            threads.execute(call);
        } catch (RejectedExecutionException _) {
            call.refuse(threads.isShutdown() ? closed() : full());
        }
        return call.answer;
    }

    private StoreUnavailable full() {
        return new StoreUnavailable(
                StoreUnavailable.Reason.STORE_BUSY,
                waitingMax + " calls wait for the store already (expected: fewer; try again later)");
    }

    private static StoreUnavailable closed() {
        return new StoreUnavailable(StoreUnavailable.Reason.STORE_UNREACHABLE, "the store was closed");
    }

    /// Lets those finish that were begun.
    void close() {
        threads.shutdown();
        var refused = new ArrayList<Runnable>();
        waiting.drainTo(refused);
        refused.forEach(task -> ((Call<?>) task).refuse(closed()));
        try {
            if (threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                links.forEach(Link::drop);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Call<T> implements Runnable {

        private final Function<Link, T> task;
        private final CompletableFuture<T> answer = new CompletableFuture<>();

        Call(Function<Link, T> task) {
            this.task = task;
        }

        @Override
        public void run() {
            if (answer.isDone()) {
                // Nobody waits any more.
                return;
            }
            var link = links.remove();
            T result;
            try {
                result = task.apply(link);
            } catch (Throwable problem) {
                links.add(link);
                answer.completeExceptionally(problem);
                return;
            }
            links.add(link);
            answer.complete(result);
        }

        void refuse(StoreUnavailable why) {
            answer.completeExceptionally(why);
        }
    }
}
