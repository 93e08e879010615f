package dev.usher.gateway.estate;

import org.jspecify.annotations.Nullable;

/// One event, sent once.
///
/// @param id unique in the whole run, and never sent again
/// @param idempotent whether a gateway may try it again on another Director
/// @param atMillis just before its first byte was written, by the wall clock
/// @param tookNanos until its answer was whole, or the connection ended
/// @param status 0 when no answer came
/// @param director who says to have answered; null when that was the gateway itself
/// @param trouble why no answer came, or what a refusal said
record Sent(
        String id,
        boolean idempotent,
        long atMillis,
        long tookNanos,
        int status,
        @Nullable String director,
        @Nullable String trouble) {

    boolean ok() {
        return status >= 200 && status < 300;
    }

    long endMillis() {
        return atMillis + tookNanos / 1_000_000;
    }
}
