package dev.usher.gateway.control.operator;

import java.time.Duration;

/// How it ended that somebody wanted to log in.
public sealed interface Login {

    /// @param cookie what the session is known by, said this once
    record Opened(String cookie, Session session) implements Login {}

    /// Nobody is told whether it was the address or the password.
    record Refused() implements Login {}

    /// After too many failures.
    record Wait(Duration left) implements Login {}

    /// Too many passwords wait to be tried.
    record Busy() implements Login {}
}
