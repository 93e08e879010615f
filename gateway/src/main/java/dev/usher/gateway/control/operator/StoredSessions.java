package dev.usher.gateway.control.operator;

import dev.usher.gateway.control.store.SessionRow;
import dev.usher.gateway.control.store.Store;
import dev.usher.gateway.control.store.StoreUnavailable;
import dev.usher.membership.time.Ticker;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// Sessions that all gateways of an estate share. What was read is believed for two seconds, and for as long as the
/// database cannot be reached; so somebody who logs out at one gateway is out everywhere two seconds later.
///
/// *Thread-safe: one lock around what is remembered.*
public final class StoredSessions implements Sessions {

    static final int REMEMBERED_MAX = 1024;
    static final int LOOKS_MAX = 32;

    private static final System.Logger LOG = System.getLogger(StoredSessions.class.getName());
    private static final long FRESH_NANOS = Duration.ofSeconds(2).toNanos();

    private final Store store;
    private final SessionLimits limits;
    private final Ticker ticker;
    /// Strangers may make us look as often as they like.
    private final Semaphore looks = new Semaphore(LOOKS_MAX);

    private final Map<String, Seen> remembered = new LinkedHashMap<>();

    /// @param ended here, whatever the database says
    private record Seen(SessionRow session, long atNanos, boolean ended) {}

    public StoredSessions(Store store, SessionLimits limits, Ticker ticker) {
        this.store = store;
        this.limits = limits;
        this.ticker = ticker;
    }

    /// Also removes those that are over.
    @Override
    public CompletableFuture<Void> open(SessionRow session) {
        long now = ticker.epochMillis();
        return store.keep(notes -> {
                    notes.removeSessions(
                            now - limits.idle().toMillis(),
                            now - limits.absolute().toMillis());
                    notes.put(session);
                    return session;
                })
                .thenAccept(kept -> remember(new Seen(kept, ticker.nanos(), false)));
    }

    @Override
    public CompletableFuture<Optional<SessionRow>> use(String digest) {
        var seen = seen(digest);
        if (seen != null && (seen.ended || ticker.nanos() - seen.atNanos < FRESH_NANOS)) {
            return CompletableFuture.completedFuture(seen.ended ? Optional.empty() : used(seen, seen.atNanos));
        }
        if (!looks.tryAcquire()) {
            var busy = new StoreUnavailable(StoreUnavailable.Reason.STORE_BUSY, "too many sessions are looked up");
            return seen == null
                    ? CompletableFuture.failedFuture(busy)
                    : CompletableFuture.completedFuture(used(seen, seen.atNanos));
        }
        return store.read(records -> records.session(digest))
                .whenComplete((_, _) -> looks.release())
                .thenApply(found -> found.isEmpty() ? gone(digest) : found(found.get(), seen))
                .exceptionally(problem -> unseen(seen, problem));
    }

    /// While the database cannot be reached, what was read last is believed.
    @Override
    public CompletableFuture<Optional<SessionRow>> look(String digest) {
        var seen = seen(digest);
        if (seen != null && seen.ended) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return store.read(records -> records.session(digest))
                .thenApply(found -> found.map(
                        session -> seen == null ? session : Sessions.used(session, seen.session.usedEpochMillis())))
                .exceptionally(problem -> {
                    if (seen == null) {
                        throw new CompletionException(problem);
                    }
                    return Optional.of(seen.session);
                })
                .thenApply(found -> found.filter(session -> limits.admit(session, ticker.epochMillis())));
    }

    @Override
    public CompletableFuture<Void> end(String digest) {
        var seen = seen(digest);
        if (seen != null) {
            remember(new Seen(seen.session, ticker.nanos(), true));
        }
        return store.keep(notes -> {
                    notes.removeSession(digest);
                    return digest;
                })
                .thenAccept(_ -> {});
    }

    /// While the database was away it could not be told that the session was used.
    private Optional<SessionRow> found(SessionRow session, @Nullable Seen seen) {
        var later = seen == null ? session : Sessions.used(session, seen.session.usedEpochMillis());
        return used(later, session, ticker.nanos());
    }

    private Optional<SessionRow> gone(String digest) {
        forget(digest);
        return Optional.empty();
    }

    private Optional<SessionRow> unseen(@Nullable Seen seen, Throwable problem) {
        var cause = problem instanceof CompletionException ? problem.getCause() : problem;
        if (seen != null && cause instanceof StoreUnavailable) {
            return used(seen, ticker.nanos());
        }
        throw new CompletionException(cause);
    }

    private Optional<SessionRow> used(Seen seen, long atNanos) {
        return used(seen.session, seen.session, atNanos);
    }

    /// @param written as the database has it
    /// @param atNanos when that was asked
    private Optional<SessionRow> used(SessionRow session, SessionRow written, long atNanos) {
        long now = ticker.epochMillis();
        if (!limits.admit(session, now)) {
            forget(session.digest());
            return Optional.empty();
        }
        boolean note = now - session.usedEpochMillis() >= NOTED.toMillis()
                || session.usedEpochMillis() != written.usedEpochMillis();
        var used = note ? Sessions.used(session, now) : session;
        refresh(used, atNanos);
        if (note) {
            note(used);
        }
        return Optional.of(used);
    }

    /// A session that was ended meanwhile stays ended.
    private void note(SessionRow used) {
        store.keep(notes -> {
                    notes.session(used.digest()).ifPresent(_ -> notes.put(used));
                    return used;
                })
                .exceptionally(problem -> {
                    LOG.log(Level.DEBUG, "the use of a session is not noted", problem);
                    return used;
                });
    }

    private synchronized @Nullable Seen seen(String digest) {
        return remembered.get(digest);
    }

    private synchronized void forget(String digest) {
        remembered.remove(digest);
    }

    private synchronized void remember(Seen seen) {
        remembered.remove(seen.session.digest());
        remembered.put(seen.session.digest(), seen);
        if (remembered.size() > REMEMBERED_MAX) {
            remembered.remove(remembered.keySet().iterator().next());
        }
    }

    /// As [#remember], but what was ended while we looked stays ended.
    private synchronized void refresh(SessionRow session, long atNanos) {
        var seen = remembered.get(session.digest());
        if (seen == null || !seen.ended) {
            remember(new Seen(session, atNanos, false));
        }
    }
}
