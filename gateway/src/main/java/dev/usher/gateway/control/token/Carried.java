package dev.usher.gateway.control.token;

import dev.usher.gateway.control.store.Store;
import dev.usher.gateway.core.model.TokenDigest;
import dev.usher.gateway.core.signal.TokenTraffic;
import dev.usher.membership.time.Timers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How many connections each token carries now, on this gateway and on those that share its store.
///
/// Each gateway notes its own when it starts and every 15 s, where they changed. *Thread-safe.*
public final class Carried {

    static final Duration LOOK = Duration.ofSeconds(15);

    /// The tokens that others are told of; where there are more, those with the fewest connections are left out.
    static final int TOLD_MAX = 10_000;

    private final Store store;
    private final String gateway;
    private final boolean shared;
    private final TokenTraffic traffic;
    private final AtomicBoolean writing = new AtomicBoolean();

    /// What the store has of this gateway; null while that is not certain. Of whoever is `writing`.
    private @Nullable Map<TokenDigest, Integer> noted;

    /// @param gateway this one's name
    /// @param shared whether there can be other gateways
    public Carried(Store store, String gateway, boolean shared, TokenTraffic traffic) {
        this.store = store;
        this.gateway = gateway;
        this.shared = shared;
        this.traffic = traffic;
    }

    /// Notes now and from now on.
    public void follow(Timers timers) {
        if (shared) {
            look();
            timers.every(LOOK, this::look);
        }
    }

    /// Ends when it is noted, or was not. The event loops tell; what follows is not for them.
    CompletableFuture<Void> look() {
        if (!writing.compareAndSet(false, true)) {
            return CompletableFuture.completedFuture(null);
        }
        return traffic.live().thenComposeAsync(this::note).handle((_, problem) -> {
            if (problem != null) {
                noted = null;
            }
            writing.set(false);
            return null;
        });
    }

    private CompletableFuture<Void> note(Map<TokenDigest, Integer> live) {
        if (live.equals(noted)) {
            return CompletableFuture.completedFuture(null);
        }
        var told = live.size() <= TOLD_MAX ? live : most(live);
        return store.keep(notes -> {
                    notes.carries(gateway, told);
                    return told.size();
                })
                .thenAccept(_ -> noted = live);
    }

    private static Map<TokenDigest, Integer> most(Map<TokenDigest, Integer> live) {
        return live.entrySet().stream()
                .sorted(Map.Entry.<TokenDigest, Integer>comparingByValue().reversed())
                .limit(TOLD_MAX)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /// By token; those that carry nothing are missing. Fails when the other gateways are not known, as the store is
    /// away.
    public CompletableFuture<Map<TokenDigest, Integer>> connections() {
        return shared
                ? traffic.live()
                        .thenCombineAsync(store.read(records -> records.carriedElsewhere(gateway)), Carried::sum)
                : traffic.live();
    }

    private static Map<TokenDigest, Integer> sum(Map<TokenDigest, Integer> here, Map<TokenDigest, Integer> others) {
        var sum = new HashMap<>(here);
        others.forEach((token, count) -> sum.merge(token, count, Integer::sum));
        return sum;
    }
}
