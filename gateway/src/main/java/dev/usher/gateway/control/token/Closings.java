package dev.usher.gateway.control.token;

import dev.usher.gateway.control.store.Records.Closure;
import dev.usher.gateway.control.store.Store;
import dev.usher.membership.time.Ticker;
import dev.usher.membership.time.Timers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Waits until every live gateway has noted how many connections it ended for a revoked token. *Thread-safe.*
public final class Closings {

    private static final Duration LOOK = Duration.ofMillis(50);

    private final Store store;
    private final String gateway;
    private final Ticker ticker;
    private final Timers timers;
    private final Duration limit;

    /// @param connections on all gateways that have said so
    /// @param unreachable gateways that lived a moment ago and have not; what goes on there is not known
    public record Closed(int connections, List<String> unreachable) {
        public Closed {
            unreachable = List.copyOf(unreachable);
        }
    }

    private record Seen(List<String> alive, List<Closure> closures) {}

    /// @param gateway this one's name
    /// @param limit how long others are waited for
    public Closings(Store store, String gateway, Ticker ticker, Timers timers, Duration limit) {
        this.store = store;
        this.gateway = gateway;
        this.ticker = ticker;
        this.timers = timers;
        this.limit = limit;
    }

    /// To be called once the revoking is in the store.
    ///
    /// @param token its id
    /// @return never fails: who cannot be heard, as when the store has gone away since, is unreachable
    public CompletableFuture<Closed> of(String token) {
        var wait = new Wait(token, ticker.nanos());
        wait.look();
        return wait.answer;
    }

    private final class Wait {

        private final String token;
        private final long beganNanos;
        private final CompletableFuture<Closed> answer = new CompletableFuture<>();
        private final Set<String> expected = new TreeSet<>(Set.of(gateway));
        private List<Closure> closures = List.of();
        private boolean seen;

        Wait(String token, long beganNanos) {
            this.token = token;
            this.beganNanos = beganNanos;
        }

        void look() {
            store.read(records -> new Seen(records.gateways(), records.closures(token)))
                    .whenComplete((seen, _) -> judge(seen));
        }

        /// @param now null when the store did not answer
        private synchronized void judge(@Nullable Seen now) {
            if (now != null) {
                closures = now.closures;
                if (!seen) {
                    seen = true;
                    expected.addAll(now.alive);
                }
            }
            var noted = closures.stream().map(Closure::gateway).collect(Collectors.toSet());
            var missing =
                    expected.stream().filter(name -> !noted.contains(name)).toList();
            if (seen && missing.isEmpty() || ticker.nanos() - beganNanos >= limit.toNanos()) {
                int connections =
                        closures.stream().mapToInt(Closure::connections).sum();
                answer.complete(new Closed(connections, missing));
            } else {
                timers.after(LOOK, this::look);
            }
        }
    }
}
