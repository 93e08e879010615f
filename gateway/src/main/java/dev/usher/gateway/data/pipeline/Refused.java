package dev.usher.gateway.data.pipeline;

import dev.usher.gateway.core.exchange.Accepted;
import dev.usher.gateway.core.exchange.Cause;
import dev.usher.gateway.core.exchange.Closed;
import dev.usher.gateway.core.exchange.Closed.Timings;
import dev.usher.gateway.data.relay.http.Refusals;
import dev.usher.membership.time.Ticker;

/// The line in the book for a connection that never came as far as a request.
final class Refused {

    private Refused() {}

    static Closed line(Ticker ticker, Accepted accepted, Cause why, boolean secure) {
        return new Closed(
                ticker.epochMillis(),
                accepted.listener(),
                accepted.peer(),
                accepted.peer(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                secure ? "HTTP/1.1 TLS" : "HTTP/1.1",
                why == Cause.PLAIN_HTTP_ON_TLS ? Refusals.status(why) : 0,
                why,
                null,
                0,
                0,
                0,
                Timings.NONE);
    }
}
