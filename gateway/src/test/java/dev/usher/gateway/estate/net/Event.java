package dev.usher.gateway.estate.net;

import org.jspecify.annotations.Nullable;

/// One event, sent once; times by the wall clock.
///
/// @param id unique in the whole run
/// @param gateway the one it went through
/// @param status 0 when no answer came
/// @param director who says to have answered; null when that was the gateway itself
/// @param trouble why no answer came, or what a refusal said
record Event(
        String id,
        String gateway,
        long atMillis,
        long endMillis,
        int status,
        @Nullable String director,
        @Nullable String trouble) {

    boolean ok() {
        return status >= 200 && status < 300;
    }
}
