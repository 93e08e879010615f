package dev.usher.gateway.control.channel;

import dev.usher.membership.contract.proto.Outcome;
import java.util.Locale;

/// What came of a directive. *Immutable.*
public sealed interface Told {

    /// The sidecar judged it.
    ///
    /// @param reason its words for people; may be empty
    record Answered(Outcome outcome, String reason) implements Told {

        /// Whether it is done, now or before.
        public boolean done() {
            return outcome == Outcome.DONE || outcome == Outcome.ALREADY_DONE;
        }

        /// The answer in words.
        public String words() {
            return reason.isEmpty() ? outcome.name().toLowerCase(Locale.ROOT) : reason;
        }
    }

    /// There was no stream to send it over, so it was not sent.
    record NotConnected() implements Told {}

    /// It was not answered while it was valid.
    record Expired() implements Told {}

    /// Too many wait for that sidecar already.
    record TooMany() implements Told {}
}
