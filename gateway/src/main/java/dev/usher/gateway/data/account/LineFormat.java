package dev.usher.gateway.data.account;

import dev.usher.gateway.core.exchange.Cause;
import dev.usher.gateway.core.exchange.Closed;

/// How the access log looks. *Confined to one thread.*
///
/// What strangers sent (method, path, request id) and what goes on for long is cut to a limit and escaped, so that one
/// exchange is one line of printable ASCII whatever was sent.
interface LineFormat {

    /// The most characters of a path that are written.
    int PATH_MAX = 2048;

    /// The most characters of a request id, a method or a detail that are written.
    int WORD_MAX = 256;

    /// Writes the line of `closed` with its line feed.
    void line(Closed closed, LineBuffer out);

    /// Writes a line that tells how many refused connections had none.
    void suppressed(long epochSecond, Cause cause, long count, LineBuffer out);
}
