package dev.usher.gateway.control.api;

import dev.usher.gateway.control.api.Reply.Fault;
import dev.usher.gateway.control.api.Reply.Problem;
import dev.usher.membership.settings.Scalars;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The body of a drain: `{"timeout": "60s", "force": false}`, both optional.
///
/// @param timeout after how long what is in flight is cut
/// @param force whether it may leave fewer than a majority
record DrainOrder(Duration timeout, boolean force) {

    static final Duration TIMEOUT_MAX = Duration.ofHours(24);

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /// Either the order or what is wrong with it.
    sealed interface Read {
        record Understood(DrainOrder order) implements Read {}

        record Wrong(Problem problem) implements Read {}
    }

    static Read read(@Nullable String contentType, Buffer body) {
        if (body.length() == 0) {
            return new Read.Understood(new DrainOrder(TIMEOUT, false));
        }
        var refused = contentType == null ? null : Bodies.notJson(contentType);
        if (refused != null) {
            return new Read.Wrong(refused);
        }
        try {
            return Json.decodeValue(body) instanceof JsonObject json
                    ? new Fields(json).read()
                    : new Read.Wrong(Problem.body(List.of(new Fault("", Fault.VALUE, "expected: an object"))));
        } catch (DecodeException _) {
            return new Read.Wrong(new Problem(400, "bad_json", "The body is not JSON (expected: an object)."));
        }
    }

    /// Collects every mistake before it gives up.
    private static final class Fields {
        private final Map<String, Object> fields;
        private final List<Fault> faults = new ArrayList<>();

        Fields(JsonObject json) {
            fields = new TreeMap<>(json.getMap());
        }

        Read read() {
            var timeout = timeout(fields.remove("timeout"));
            var force = force(fields.remove("force"));
            fields.keySet()
                    .forEach(key -> faults.add(new Fault(
                            "/" + key.replace("~", "~0").replace("/", "~1"),
                            Fault.KEY,
                            "unknown (expected: timeout, force)")));
            return faults.isEmpty()
                    ? new Read.Understood(new DrainOrder(timeout, force))
                    : new Read.Wrong(Problem.body(faults));
        }

        private Duration timeout(@Nullable Object value) {
            if (value == null) {
                return TIMEOUT;
            }
            try {
                var timeout = value instanceof String text ? Scalars.duration(text) : Duration.ofNanos(-1);
                if (!timeout.isNegative() && timeout.compareTo(TIMEOUT_MAX) <= 0) {
                    return timeout;
                }
            } catch (IllegalArgumentException | ArithmeticException _) {
                // Said below, as for every other value that will not do.
            }
            faults.add(new Fault(
                    "/timeout", Fault.VALUE, value + " (expected: a duration from 0s to 24h, as in \"60s\")"));
            return TIMEOUT;
        }

        private boolean force(@Nullable Object value) {
            if (value == null) {
                return false;
            }
            if (value instanceof Boolean force) {
                return force;
            }
            faults.add(new Fault("/force", Fault.VALUE, value + " (expected: true or false)"));
            return false;
        }
    }
}
