package dev.usher.gateway.control.api;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a call ended: with what was asked for, or with a [Problem].
sealed interface Reply {

    /// The HTTP status.
    int status();

    /// All went well.
    ///
    /// @param body null for none
    /// @param headers as in `Location` and `ETag`
    record Answer(int status, @Nullable JsonObject body, Map<String, String> headers) implements Reply {

        public Answer {
            headers = Map.copyOf(headers);
        }

        Answer(int status, JsonObject body) {
            this(status, body, Map.of());
        }

        static Answer ok(JsonObject body) {
            return new Answer(200, body);
        }

        /// There is nothing more to say.
        static Answer done() {
            return new Answer(204, null, Map.of());
        }

        /// The same with one header more.
        Answer with(String header, String value) {
            var more = new HashMap<>(headers);
            more.put(header, value);
            return new Answer(status, body, more);
        }
    }

    /// All went well, and the answer is no JSON.
    ///
    /// @param type its media type
    record Text(int status, String type, String text, Map<String, String> headers) implements Reply {

        public Text {
            headers = Map.copyOf(headers);
        }
    }

    /// All went well, and the answer goes on and on.
    ///
    /// @param opening writes the head and what follows, as long as somebody reads
    record Stream(Opening opening) implements Reply {

        @Override
        public int status() {
            return 200;
        }
    }

    /// Begins a stream. Runs on the event loop of the response.
    @FunctionalInterface
    interface Opening {
        /// Why there is none after all, before anything was written; null when it goes on.
        @Nullable
        Problem open(HttpServerRequest request);
    }

    /// It did not, in the words of RFC 9457.
    ///
    /// @param code stable, for programs
    /// @param detail for people
    /// @param errors what is wrong in the body, all of it
    /// @param headers what the status demands beside it
    record Problem(int status, String code, String detail, List<Fault> errors, Map<String, String> headers)
            implements Reply {

        public Problem {
            errors = List.copyOf(errors);
            headers = Map.copyOf(headers);
        }

        Problem(int status, String code, String detail) {
            this(status, code, detail, List.of(), Map.of());
        }

        static Problem body(List<Fault> errors) {
            return new Problem(
                    422, "invalid_body", "The body breaks " + errors.size() + " of the rules.", errors, Map.of());
        }
    }

    /// One mistake in a body.
    ///
    /// @param pointer where, as a JSON pointer
    /// @param code stable, for programs
    record Fault(String pointer, String code, String detail) {

        /// The name of a value that will not do.
        static final String VALUE = "invalid_value";

        /// The name of a key that nobody knows.
        static final String KEY = "unknown_key";
    }
}
