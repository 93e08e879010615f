package dev.usher.gateway.control.fleet;

import dev.usher.gateway.control.activity.Actor;
import dev.usher.gateway.control.store.DrainRow;
import dev.usher.gateway.control.store.Records;
import dev.usher.gateway.control.store.Store;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.membership.time.Ticker;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/// Keeps administrators' drains in the store, so that they survive a restart and other gateways follow them. Whether a
/// drain may be is decided before, by [Fleet]; here only what other gateways did meanwhile counts. *Thread-safe.*
public final class Drains {

    private final Store store;
    private final Ticker ticker;

    public Drains(Store store, Ticker ticker) {
        this.store = store;
        this.ticker = ticker;
    }

    /// The wish to keep a drain.
    ///
    /// @param others the other Directors of its cluster
    /// @param need how many of them must not be drained, unless it is `forced`
    public record Wish(
            DirectorName director, long untilEpochMillis, boolean forced, Set<DirectorName> others, int need) {

        public Wish {
            others = Set.copyOf(others);
        }
    }

    /// Of two drains of a Director the one that ends first stands.
    ///
    /// @return how many others would remain, if those are too few and nothing was kept
    public CompletableFuture<OptionalInt> keep(Actor actor, Wish wish) {
        var director = wish.director;
        long untilEpochMillis = wish.untilEpochMillis;
        var row = new DrainRow(director, actor.user(), untilEpochMillis, wish.forced, ticker.epochMillis());
        return store.change(changes -> {
            var before = changes.drain(director).orElse(null);
            if (before != null && before.untilEpochMillis() <= untilEpochMillis) {
                return OptionalInt.empty();
            }
            int remaining = remaining(changes, wish.others);
            if (before == null && !wish.forced && remaining < wish.need) {
                return OptionalInt.of(remaining);
            }
            changes.put(row);
            changes.note(actor.did(
                    "Director",
                    director.value(),
                    "DrainedDirector",
                    "until: " + Instant.ofEpochMilli(untilEpochMillis) + (wish.forced ? "; forced" : "")));
            return OptionalInt.empty();
        });
    }

    private static int remaining(Records records, Set<DirectorName> others) {
        var drained = records.drains().stream().map(DrainRow::director).collect(Collectors.toSet());
        return (int) others.stream().filter(other -> !drained.contains(other)).count();
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
