package dev.usher.gateway.control.activity;

import dev.usher.gateway.control.activity.Violation.Code;
import dev.usher.gateway.control.store.Changes;
import dev.usher.gateway.control.store.Entry;
import dev.usher.gateway.control.store.Records;
import dev.usher.gateway.control.store.Store;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a change comes to, decided before anything is written: so a dry run is the same decision without the writing.
///
/// @param entry null where nothing changes
public record Plan<T>(
        Outcome<T> outcome,
        List<Consumer<Changes>> writes,
        @Nullable Entry entry) {

    public Plan {
        writes = List.copyOf(writes);
    }

    /// Writes all of it, and its line of the log.
    public static <T> Plan<T> done(T value, List<Violation> warnings, Entry entry, List<Consumer<Changes>> writes) {
        return new Plan<>(new Outcome.Done<>(value, true, warnings), writes, entry);
    }

    /// It is so already.
    public static <T> Plan<T> unchanged(T value, List<Violation> warnings) {
        return new Plan<>(new Outcome.Done<>(value, false, warnings), List.of(), null);
    }

    public static <T> Plan<T> stale(long revision) {
        return new Plan<>(new Outcome.Stale<>(revision), List.of(), null);
    }

    public static <T> Plan<T> notFound() {
        return new Plan<>(new Outcome.NotFound<>(), List.of(), null);
    }

    public static <T> Plan<T> refused(List<Violation> violations) {
        return new Plan<>(new Outcome.Refused<>(violations), List.of(), null);
    }

    public static <T> Plan<T> refused(Code code, String detail) {
        return refused(List.of(new Violation("", code, detail)));
    }

    /// Decides in one transaction, and writes in the same one unless it is a dry run.
    ///
    /// @param decide pure; it may be run again
    public static <T> CompletableFuture<Outcome<T>> carryOut(
            Store store, boolean dryRun, Function<Records, Plan<T>> decide) {
        if (dryRun) {
            return store.read(records -> decide.apply(records).outcome());
        }
        return store.change(changes -> {
            var plan = decide.apply(changes);
            var entry = plan.entry();
            if (entry != null) {
                plan.writes().forEach(write -> write.accept(changes));
                changes.note(entry);
            }
            return plan.outcome();
        });
    }
}
