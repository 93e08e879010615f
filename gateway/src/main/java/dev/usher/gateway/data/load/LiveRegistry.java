package dev.usher.gateway.data.load;

import dev.usher.gateway.core.exchange.Cause;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

/// The live exchanges of all event loops. *Thread-safe:* each loop is asked on its own thread.
public final class LiveRegistry {

    private final List<Loop> loops;

    public LiveRegistry(List<Loop> loops) {
        this.loops = List.copyOf(loops);
    }

    /// Ends all that `chosen` picks on every loop.
    ///
    /// @return how many, once all loops have done it
    public CompletableFuture<Integer> cut(Predicate<LiveExchange> chosen, Cause why) {
        var total = CompletableFuture.completedFuture(0);
        for (var loop : loops) {
            var part = CompletableFuture.supplyAsync(() -> loop.exchanges.cut(chosen, why), loop.executor);
            total = total.thenCombine(part, Integer::sum);
        }
        return total;
    }

    /// One event loop and its exchanges.
    public record Loop(Executor executor, LiveExchanges exchanges) {}
}
