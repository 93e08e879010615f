package dev.usher.gateway.control.token;

import dev.usher.gateway.control.store.Copies;
import dev.usher.gateway.control.store.Store;
import dev.usher.gateway.core.model.TokenDigest;
import dev.usher.gateway.core.signal.TokenTraffic;
import dev.usher.membership.time.Ticker;
import dev.usher.membership.time.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Notes when tokens were used, each at most once a minute.
///
/// A use is noted at the next look, or as soon as the last note of that token is a minute old. While the store is away
/// it is kept. *Thread-safe:* one monitor, held for moments; nothing waits for the store.
public final class Uses {

    static final Duration LOOK = Duration.ofSeconds(15);

    /// Tokens whose uses are remembered; those that were used longest ago are forgotten.
    private static final int REMEMBERED_MAX = 100_000;

    /// What one transaction writes, so that others get their turn.
    private static final int BATCH_MAX = 500;

    private static final long REST_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Store store;
    private final Copies copies;
    private final TokenTraffic traffic;
    private final Ticker ticker;
    private final AtomicBoolean writing = new AtomicBoolean();
    private final Map<TokenDigest, Use> uses = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<TokenDigest, Use> eldest) {
            return size() > REMEMBERED_MAX;
        }
    };

    /// @param noted whether the store has it
    /// @param notedNanos when a use of this token was noted last; null for never
    private record Use(
            long epochMillis, boolean noted, @Nullable Long notedNanos) {
        boolean due(long now) {
            return !noted && (notedNanos == null || now - notedNanos >= REST_NANOS);
        }
    }

    private record Due(String id, TokenDigest digest, long epochMillis) {}

    public Uses(Store store, Copies copies, TokenTraffic traffic, Ticker ticker) {
        this.store = store;
        this.copies = copies;
        this.traffic = traffic;
        this.ticker = ticker;
    }

    /// Looks from now on.
    public Timers.Timer follow(Timers timers) {
        return timers.every(LOOK, this::look);
    }

    void look() {
        traffic.used().thenAccept(digests -> {
            remember(digests);
            if (writing.compareAndSet(false, true)) {
                write(due());
            }
        });
    }

    private synchronized void remember(Set<TokenDigest> digests) {
        long now = ticker.epochMillis();
        for (var digest : digests) {
            var before = uses.get(digest);
            uses.put(digest, new Use(now, false, before == null ? null : before.notedNanos));
        }
    }

    /// What is to be noted. A token without a row is of the configuration file: its uses are only remembered.
    private synchronized List<Due> due() {
        var known = copies.current();
        var due = new ArrayList<Due>();
        if (known != null && !uses.isEmpty()) {
            long now = ticker.nanos();
            for (var token : known.copy().tokens()) {
                var use = uses.get(token.digest());
                if (use != null && use.due(now)) {
                    due.add(new Due(token.id(), token.digest(), use.epochMillis));
                }
            }
        }
        return due;
    }

    /// One transaction after the other.
    private void write(List<Due> due) {
        if (due.isEmpty()) {
            writing.set(false);
            return;
        }
        var batch = due.subList(0, Math.min(BATCH_MAX, due.size()));
        store.keep(notes -> {
                    notes.used(batch.stream().collect(Collectors.toMap(Due::id, Due::epochMillis)));
                    return batch.size();
                })
                .whenComplete((_, problem) -> {
                    if (problem == null) {
                        noted(batch);
                        write(due.subList(batch.size(), due.size()));
                    } else {
                        writing.set(false);
                    }
                });
    }

    private synchronized void noted(List<Due> batch) {
        long now = ticker.nanos();
        for (var due : batch) {
            uses.computeIfPresent(
                    due.digest, (_, use) -> new Use(use.epochMillis, use.epochMillis == due.epochMillis, now));
        }
    }

    /// When a token was used here last since this gateway started, up to some seconds late; null when it was not.
    public synchronized @Nullable Long lastUsedEpochMillis(TokenDigest token) {
        var use = uses.get(token);
        return use == null ? null : (Long) use.epochMillis;
    }
}
