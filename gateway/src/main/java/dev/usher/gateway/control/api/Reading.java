package dev.usher.gateway.control.api;

import dev.usher.gateway.control.api.Reply.Answer;
import dev.usher.gateway.control.fleet.Inventory;
import dev.usher.gateway.control.fleet.rules.Known;
import dev.usher.gateway.control.store.ClusterRow;
import dev.usher.gateway.control.store.Copies;
import dev.usher.gateway.control.store.Copy;
import dev.usher.gateway.control.store.DirectorRow;
import dev.usher.gateway.control.store.OverrideRow;
import dev.usher.gateway.control.store.StoreUnavailable;
import dev.usher.gateway.control.store.StoreUnavailable.Reason;
import dev.usher.gateway.control.store.Versions;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Answers from what is declared and stored. While the store is away it answers from what was known last, and says how
/// old that is. *Thread-safe.*
final class Reading {

    private static final Copy NOTHING =
            new Copy(List.of(), List.of(), List.of(), List.of(), List.of(), Versions.NONE, 0);

    /// A store that says nothing for so long may still be connected, but nobody knows what it holds.
    private static final Duration HUNG = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final ApiSources sources;

    /// What there is at one moment.
    ///
    /// @param shapes of what is seen at that moment
    /// @param age how long ago it was known to be true; null while it is the present
    record Seen(
            Copy copy,
            Known known,
            Inventory inventory,
            Shapes shapes,
            @Nullable Duration age) {}

    /// Gives the answer to a call. Where it finds the store unavailable it is asked once more, with what was known
    /// last.
    @FunctionalInterface
    interface Look {
        Reply at(Call call, Seen seen);
    }

    Reading(Vertx vertx, ApiSources sources) {
        this.vertx = vertx;
        this.sources = sources;
    }

    /// An operation that looks, on a worker: with a thousand Directors that takes milliseconds.
    Operation.Action of(Look look) {
        return call -> vertx.executeBlocking(() -> answer(call, look), false).map(Objects::requireNonNull);
    }

    private Reply answer(Call call, Look look) {
        try {
            return answer(call, look, see());
        } catch (StoreUnavailable gone) {
            // Between the one reading and the other.
            return answer(call, look, known(gone));
        }
    }

    private static Reply answer(Call call, Look look, Seen seen) {
        try {
            return aged(look.at(call, seen), seen.age);
        } catch (Paging.Refused refused) {
            return refused.problem();
        }
    }

    private static Reply aged(Reply reply, @Nullable Duration age) {
        if (age == null || !(reply instanceof Answer answer) || answer.body() == null) {
            return reply;
        }
        answer.body().put("age_seconds", age.toSeconds());
        return answer.with("Age", Long.toString(age.toSeconds()));
    }

    /// Blocks while the store is asked.
    Seen see() {
        var management = sources.management();
        if (management == null) {
            return seen(NOTHING, null);
        }
        var copies = management.copies();
        var held = copies.current();
        if (held != null && !copies.behind() && management.store().condition().reachable()) {
            var age = age(held);
            return seen(held.copy(), age.compareTo(HUNG) < 0 ? null : age);
        }
        try {
            return seen(soon(management.store().read(copies::read)), null);
        } catch (StoreUnavailable gone) {
            return known(gone);
        }
    }

    /// What was known last.
    private Seen known(StoreUnavailable gone) {
        var management = sources.management();
        var held = management == null ? null : management.copies().current();
        if (held == null) {
            throw gone;
        }
        return seen(held.copy(), age(held));
    }

    /// What the store answers, unless it says nothing for too long. Blocks.
    ///
    /// @throws StoreUnavailable when it cannot answer, or does not
    static <T> T soon(CompletableFuture<T> answer) {
        try {
            return answer.orTimeout(HUNG.toMillis(), TimeUnit.MILLISECONDS).join();
        } catch (CompletionException e) {
            throw switch (e.getCause()) {
                case StoreUnavailable gone -> gone;
                case TimeoutException late ->
                    new StoreUnavailable(Reason.STORE_BUSY, "no answer within " + HUNG.toSeconds() + " s", late);
                case null, default -> e;
            };
        }
    }

    private Duration age(Copies.Known held) {
        return Duration.ofMillis(Math.max(0, sources.ticker().epochMillis() - held.trueEpochMillis()));
    }

    /// A cluster as it was put, or would be, whoever heard of it yet. Blocks while the store is asked.
    JsonObject shape(ClusterRow row) {
        var now = see();
        var copy = now.copy;
        var clusters = new ArrayList<>(copy.clusters());
        var overrides = new ArrayList<>(copy.overrides());
        if (now.known.declared().cluster(row.name()) == null) {
            clusters.removeIf(each -> each.name().equals(row.name()));
            clusters.add(row);
        } else {
            overrides.removeIf(each -> each.cluster().equals(row.name()));
            overrides.add(new OverrideRow(row.name(), row.enabled(), row.revision()));
        }
        var then = seen(copy.with(copy.directors(), clusters, overrides), null);
        return then.shapes.cluster(
                Objects.requireNonNull(then.inventory.cluster(row.name().value())));
    }

    /// A Director likewise.
    JsonObject shape(DirectorRow row) {
        var now = see();
        var directors = new ArrayList<>(now.copy.directors());
        directors.removeIf(each -> each.name().equals(row.name()));
        directors.add(row);
        var then = seen(now.copy.with(directors, now.copy.clusters(), now.copy.overrides()), null);
        return then.shapes.director(
                Objects.requireNonNull(then.inventory.director(row.name().value())), then.known);
    }

    private Seen seen(Copy copy, @Nullable Duration age) {
        var fleet = sources.fleet();
        var known = new Known(
                copy.directors(),
                copy.clusters(),
                copy.devices(),
                sources.declared().get(),
                director -> fleet.attendance(director).isPresent());
        var sight = Sight.take(sources.snapshots().current(), sources.observatory());
        var shapes = new Shapes(sight, sources.ticker().nanos());
        return new Seen(copy, known, Inventory.of(known, copy.overrides(), fleet), shapes, age);
    }
}
