package dev.usher.gateway.control.token;

import dev.usher.gateway.control.store.Store;
import dev.usher.gateway.core.model.TokenDigest;
import dev.usher.gateway.core.signal.TokenTraffic;
import dev.usher.membership.time.Timers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// How many connections each token carries now, on this gateway and on those that share its store.
///
/// Each gateway notes its own every 15 s, where they changed. While the store is away the others' are missing.
/// *Thread-safe.*
public final class Carried {

    static final Duration LOOK = Duration.ofSeconds(15);

    /// What one look writes at most, so that others get their turn; the rest is the next look's.
    static final int BATCH_MAX = 500;

    private static final long OTHERS_MILLIS_MAX = 500;

    private final Store store;
    private final String gateway;
    private final boolean shared;
    private final TokenTraffic traffic;
    private final AtomicBoolean writing = new AtomicBoolean();

    /// What the store has of this gateway. Confined to whoever is `writing`.
    private final Map<TokenDigest, Integer> noted = new HashMap<>();

    private boolean cleared;

    /// @param gateway this one's name
    /// @param shared whether there can be other gateways
    public Carried(Store store, String gateway, boolean shared, TokenTraffic traffic) {
        this.store = store;
        this.gateway = gateway;
        this.shared = shared;
        this.traffic = traffic;
    }

    /// Notes from now on.
    public void follow(Timers timers) {
        if (shared) {
            timers.every(LOOK, this::look);
        }
    }

    /// Ends when it is noted, or was not.
    CompletableFuture<Void> look() {
        if (!writing.compareAndSet(false, true)) {
            return CompletableFuture.completedFuture(null);
        }
        return traffic.live().thenCompose(this::note).handle((_, _) -> {
            writing.set(false);
            return null;
        });
    }

    private CompletableFuture<Void> note(Map<TokenDigest, Integer> live) {
        var changes = changes(live);
        if (changes.isEmpty() && cleared) {
            return CompletableFuture.completedFuture(null);
        }
        return store.keep(notes -> {
                    if (!cleared) {
                        notes.carriesNothing(gateway);
                    }
                    notes.carries(gateway, changes);
                    return changes.size();
                })
                .thenAccept(_ -> {
                    cleared = true;
                    noted.putAll(changes);
                    noted.values().removeIf(count -> count == 0);
                });
    }

    private Map<TokenDigest, Integer> changes(Map<TokenDigest, Integer> live) {
        var changes = new HashMap<TokenDigest, Integer>();
        for (var token : noted.keySet()) {
            if (changes.size() < BATCH_MAX && !live.containsKey(token)) {
                changes.put(token, 0);
            }
        }
        for (var now : live.entrySet()) {
            if (changes.size() < BATCH_MAX && !now.getValue().equals(noted.get(now.getKey()))) {
                changes.put(now.getKey(), now.getValue());
            }
        }
        return changes;
    }

    /// By token; none where it carries nothing.
    public CompletableFuture<Map<TokenDigest, Integer>> connections() {
        return shared ? traffic.live().thenCombine(others(), Carried::sum) : traffic.live();
    }

    private CompletableFuture<Map<TokenDigest, Integer>> others() {
        return store.read(records -> records.carriedElsewhere(gateway))
                .completeOnTimeout(Map.of(), OTHERS_MILLIS_MAX, TimeUnit.MILLISECONDS)
                .exceptionally(_ -> Map.of());
    }

    private static Map<TokenDigest, Integer> sum(Map<TokenDigest, Integer> here, Map<TokenDigest, Integer> others) {
        var sum = new HashMap<>(here);
        others.forEach((token, count) -> sum.merge(token, count, Integer::sum));
        return sum;
    }
}
