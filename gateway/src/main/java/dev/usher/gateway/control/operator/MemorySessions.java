package dev.usher.gateway.control.operator;

import dev.usher.gateway.control.store.SessionRow;
import dev.usher.membership.time.Ticker;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Sessions of a gateway without a database; they end with it. The one that was used longest ago makes room for a new
/// one. *Thread-safe: one lock.*
public final class MemorySessions implements Sessions {

    static final int SESSIONS_MAX = 1024;

    private final SessionLimits limits;
    private final Ticker ticker;
    private final Map<String, SessionRow> sessions = new LinkedHashMap<>();

    public MemorySessions(SessionLimits limits, Ticker ticker) {
        this.limits = limits;
        this.ticker = ticker;
    }

    @Override
    public synchronized CompletableFuture<Void> open(SessionRow session) {
        sessions.put(session.digest(), session);
        if (sessions.size() > SESSIONS_MAX) {
            sessions.remove(sessions.keySet().iterator().next());
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized CompletableFuture<Optional<SessionRow>> use(String digest) {
        var session = sessions.remove(digest);
        long now = ticker.epochMillis();
        if (session == null || !limits.admit(session, now)) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        var used = Sessions.used(session, now);
        sessions.put(digest, used);
        return CompletableFuture.completedFuture(Optional.of(used));
    }

    @Override
    public synchronized CompletableFuture<Optional<SessionRow>> look(String digest) {
        var session = sessions.get(digest);
        boolean good = session != null && limits.admit(session, ticker.epochMillis());
        return CompletableFuture.completedFuture(good ? Optional.ofNullable(session) : Optional.empty());
    }

    @Override
    public synchronized CompletableFuture<Void> end(String digest) {
        sessions.remove(digest);
        return CompletableFuture.completedFuture(null);
    }
}
