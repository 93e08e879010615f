package dev.usher.gateway.control.operator;

import dev.usher.gateway.control.store.SessionRow;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// The sessions of those who logged in. Calls end with [dev.usher.gateway.control.store.StoreUnavailable] when they
/// are kept in a database that cannot be reached. *Thread-safe;* no call blocks.
public interface Sessions {

    /// How seldom it is written down that a session is used.
    Duration NOTED = Duration.ofMinutes(1);

    CompletableFuture<Void> open(SessionRow session);

    /// The session with this digest, unless it is over; who looks uses it.
    CompletableFuture<Optional<SessionRow>> use(String digest);

    /// The same, without that it is used.
    CompletableFuture<Optional<SessionRow>> look(String digest);

    CompletableFuture<Void> end(String digest);

    /// The same session, used now.
    static SessionRow used(SessionRow session, long epochMillis) {
        return new SessionRow(
                session.digest(),
                session.email(),
                session.csrf(),
                session.createdEpochMillis(),
                Math.max(session.usedEpochMillis(), epochMillis));
    }
}
