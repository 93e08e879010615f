package dev.usher.gateway.control.operator;

import dev.usher.gateway.control.store.SessionRow;
import java.time.Duration;

/// How long a session lasts.
///
/// @param idle without a call
/// @param absolute at most
public record SessionLimits(Duration idle, Duration absolute) {

    boolean admit(SessionRow session, long epochMillis) {
        return epochMillis < expires(session);
    }

    /// When it ends unless it is used before.
    long expires(SessionRow session) {
        return Math.min(
                session.usedEpochMillis() + idle.toMillis(), session.createdEpochMillis() + absolute.toMillis());
    }
}
