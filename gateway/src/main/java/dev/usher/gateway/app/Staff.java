package dev.usher.gateway.app;

import dev.usher.gateway.control.operator.Logins;
import dev.usher.gateway.control.operator.MemorySessions;
import dev.usher.gateway.control.operator.SessionLimits;
import dev.usher.gateway.control.operator.StoredSessions;
import dev.usher.gateway.control.operator.Users;
import dev.usher.gateway.core.config.AdminSettings;
import dev.usher.membership.time.Ticker;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/// The people who may log in, and what becomes of their sessions.
final class Staff {

    private Staff() {}

    /// Those that the configuration names. Without a store their sessions end with this process.
    static Logins logins(AdminSettings settings, @Nullable Keeping keeping, Ticker ticker) {
        var limits = new SessionLimits(
                settings.sessions().idle(), settings.sessions().absolute());
        var sessions = keeping == null
                ? new MemorySessions(limits, ticker)
                : new StoredSessions(keeping.store(), limits, ticker);
        return new Logins(Users.of(settings.users()), sessions, limits, ticker, new SecureRandom());
    }
}
