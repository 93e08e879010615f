package dev.usher.gateway.control.channel;

import dev.usher.gateway.core.model.DirectorName;
import dev.usher.membership.contract.proto.Ack;
import dev.usher.membership.contract.proto.Directive;
import dev.usher.membership.time.Ticker;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Directives that were sent and not yet answered, by Director. Each has one end: an answer, or its expiry; until then
/// it goes out again on every new stream, with what is left of its validity. *Confined to the channel's event loop.*
final class Orders {

    private static final System.Logger LOG = System.getLogger(Orders.class.getName());

    /// How many may wait for one sidecar.
    static final int WAITING_MAX = 16;

    private final Ticker ticker;
    private final Map<DirectorName, Map<String, Waiting>> waiting = new HashMap<>();

    private record Waiting(Directive directive, long untilNanos, CompletableFuture<Told> told) {}

    Orders(Ticker ticker) {
        this.ticker = ticker;
    }

    /// Keeps `directive` until it has its end, which completes `told`; null when too many wait already.
    @Nullable
    Directive keep(DirectorName director, Directive directive, Duration validity, CompletableFuture<Told> told) {
        var mine = waiting.computeIfAbsent(director, _ -> new LinkedHashMap<>());
        if (mine.size() >= WAITING_MAX) {
            told.complete(new Told.TooMany());
            return null;
        }
        var kept = new Waiting(directive, ticker.nanos() + validity.toNanos(), told);
        mine.put(directive.getId(), kept);
        return remaining(kept);
    }

    void answered(DirectorName director, Ack ack) {
        var mine = waiting.getOrDefault(director, Map.of());
        var kept = mine.remove(ack.getId());
        if (kept == null) {
            LOG.log(Level.DEBUG, "{0} answers {1}, for which nobody waits", director, ack.getId());
            return;
        }
        var answer = new Told.Answered(ack.getOutcome(), ack.getReason());
        LOG.log(
                answer.done() ? Level.INFO : Level.WARNING,
                "{0} to {1}: {2}{3}",
                kept.directive.getOrderCase(),
                director,
                ack.getOutcome(),
                ack.getReason().isEmpty() ? "" : " (" + ack.getReason() + ")");
        kept.told.complete(answer);
    }

    /// What is to be sent again over a new stream.
    List<Directive> again(DirectorName director) {
        expire();
        return waiting.getOrDefault(director, Map.of()).values().stream()
                .map(this::remaining)
                .toList();
    }

    /// Ends what is no longer valid.
    void expire() {
        long now = ticker.nanos();
        for (var entry : waiting.entrySet()) {
            for (var kept : new ArrayList<>(entry.getValue().values())) {
                if (now - kept.untilNanos >= 0) {
                    entry.getValue().remove(kept.directive.getId());
                    LOG.log(
                            Level.WARNING,
                            "{0} to {1}: not answered while it was valid",
                            kept.directive.getOrderCase(),
                            entry.getKey());
                    kept.told.complete(new Told.Expired());
                }
            }
        }
    }

    private Directive remaining(Waiting kept) {
        long millis = Duration.ofNanos(kept.untilNanos - ticker.nanos()).toMillis();
        return kept.directive.toBuilder()
                .setValidForMillis(Math.clamp(millis, 0, Integer.MAX_VALUE))
                .build();
    }
}
