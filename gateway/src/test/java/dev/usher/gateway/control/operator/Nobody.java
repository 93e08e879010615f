package dev.usher.gateway.control.operator;

import dev.usher.membership.time.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/// Where nobody may log in.
public final class Nobody {

    private Nobody() {}

    public static Logins logins(Ticker ticker) {
        var limits = new SessionLimits(Duration.ofMinutes(30), Duration.ofHours(12));
        return new Logins(Users.of(List.of()), new MemorySessions(limits, ticker), limits, ticker, new Random(7));
    }
}
