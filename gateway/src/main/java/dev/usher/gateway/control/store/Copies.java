package dev.usher.gateway.control.store;

import dev.usher.membership.time.Ticker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The last [Copy] of the store that was read, and until when it is known to have been true.
///
/// While the store answers and says that nothing changed, that is the present. *Thread-safe:* what is held is replaced
/// whole.
public final class Copies {

    /// How the store is, and how old what is known of it is, for `status`.
    ///
    /// @param sinceEpochMillis when it answered last
    /// @param problem in words, or empty
    /// @param ageMillis how long ago what is known was last seen to be true; null where nothing is known
    public record Sight(
            boolean reachable,
            long sinceEpochMillis,
            String problem,
            @Nullable Long ageMillis) {}

    private final Store store;
    private final Ticker ticker;
    private volatile @Nullable Held held;

    /// @param trueEpochMillis until then the store was seen to hold just this; later changes may be missing
    public record Known(Copy copy, long trueEpochMillis) {}

    /// @param here whether it was read from the store in this process, whose versions then speak of the same rows
    private record Held(Copy copy, long trueEpochMillis, boolean here) {}

    public Copies(Store store, Ticker ticker) {
        this.store = store;
        this.ticker = ticker;
    }

    /// Reads everything in one transaction. Belongs into [Store#read].
    public Copy read(Records records) {
        long now = ticker.epochMillis();
        var versions = records.versions();
        List<TokenRow> tokens = new ArrayList<>(records.tokens());
        tokens.addAll(records.revokedElsewhere());
        tokens.sort(Comparator.comparing(TokenRow::id));
        return new Copy(
                records.directors(),
                records.clusters(),
                records.overrides(),
                tokens,
                records.devices(),
                records.drains(),
                versions,
                now);
    }

    /// Holds what the store said just now.
    public void hold(Copy copy) {
        held = new Held(copy, copy.readEpochMillis(), true);
    }

    /// Holds what another process wrote down, until something better is known.
    public void restore(Known known) {
        held = new Held(known.copy, known.trueEpochMillis, false);
    }

    /// What is known; null where nothing ever was.
    public @Nullable Known current() {
        var now = held;
        if (now == null) {
            return null;
        }
        if (!now.here) {
            return new Known(now.copy, now.trueEpochMillis);
        }
        var condition = store.condition();
        long seen = now.copy.matches(store.versions()) ? epochMillis(condition.sinceNanos()) : now.trueEpochMillis;
        return new Known(now.copy, Math.max(now.trueEpochMillis, seen));
    }

    /// Whether the store was seen to hold something else, or was not read by this process yet.
    public boolean behind() {
        var now = held;
        return now == null || !now.here || !now.copy.matches(store.versions());
    }

    public Sight sight() {
        var condition = store.condition();
        var known = current();
        return new Sight(
                condition.reachable(),
                epochMillis(condition.sinceNanos()),
                condition.problem(),
                known == null ? null : Math.max(0, ticker.epochMillis() - known.trueEpochMillis()));
    }

    private long epochMillis(long nanos) {
        return ticker.epochMillis() - TimeUnit.NANOSECONDS.toMillis(ticker.nanos() - nanos);
    }
}
