package dev.usher.gateway.control.fleet;

import dev.usher.gateway.control.activity.Actor;
import dev.usher.gateway.control.store.DrainRow;
import dev.usher.gateway.control.store.Store;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.membership.time.Ticker;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/// Keeps administrators' drains in the store, so that they survive a restart and other gateways follow them. Whether a
/// drain may be is decided before, by [Fleet]. *Thread-safe.*
public final class Drains {

    private final Store store;
    private final Ticker ticker;

    public Drains(Store store, Ticker ticker) {
        this.store = store;
        this.ticker = ticker;
    }

    /// Of two drains of a Director the one that ends first stands.
    public CompletableFuture<DrainRow> keep(Actor actor, DirectorName director, long untilEpochMillis, boolean forced) {
        var row = new DrainRow(director, actor.user(), untilEpochMillis, forced, ticker.epochMillis());
        return store.change(changes -> {
            var before = changes.drain(director).orElse(null);
            if (before != null && before.untilEpochMillis() <= untilEpochMillis) {
                return before;
            }
            changes.put(row);
            changes.note(actor.did(
                    "Director",
                    director.value(),
                    "DrainedDirector",
                    "until: " + Instant.ofEpochMilli(untilEpochMillis) + (forced ? "; forced" : "")));
            return row;
        });
    }

    /// @return whether there was one
    public CompletableFuture<Boolean> remove(Actor actor, DirectorName director) {
        return store.change(changes -> {
            boolean there = changes.drain(director).isPresent();
            if (there) {
                changes.removeDrain(director);
                changes.note(actor.did("Director", director.value(), "UndrainedDirector", ""));
            }
            return there;
        });
    }
}
