package dev.usher.gateway.control.operator;

import dev.usher.gateway.core.model.PasswordHash;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Tries passwords on threads of its own, two at once as each takes so much memory. *Thread-safe.*
final class Passwords implements AutoCloseable {

    static final int AT_ONCE = 2;
    static final int WAITING_MAX = 16;

    private static final long IDLE_SECONDS = 10;

    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            AT_ONCE,
            AT_ONCE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING_MAX),
            Thread.ofPlatform().daemon().name("passwords-", 0).factory(),
            new ThreadPoolExecutor.AbortPolicy());

    Passwords() {
        threads.allowCoreThreadTimeOut(true);
    }

    /// Whether `hash` is that of `password`.
    ///
    /// @throws RejectedExecutionException when too many wait already
    CompletableFuture<Boolean> match(String password, PasswordHash hash) {
        return CompletableFuture.supplyAsync(() -> Argon2.matches(password, hash), threads);
    }

    /// Those that wait are never answered.
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
