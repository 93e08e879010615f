package dev.usher.gateway.control.api;

import dev.usher.gateway.control.activity.Actor;
import dev.usher.gateway.control.operator.Operator;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A call by somebody who may make it.
///
/// @param path what stands in the places of the path that vary, decoded
/// @param query those parameters that the operation knows
/// @param body empty when there is none
record Call(Caller caller, Map<String, String> path, MultiMap query, MultiMap headers, Buffer body) {

    Operator operator() {
        return caller.operator();
    }

    /// Who stands in the activity log for what is done.
    Actor actor() {
        return new Actor(caller.operator().email(), caller.ip());
    }

    /// What stands in the path where `{name}` is.
    String name() {
        return part("name");
    }

    /// What stands in the path where `{key}` is.
    String part(String key) {
        return Objects.requireNonNull(path.get(key));
    }

    /// A query parameter; null when there is none.
    @Nullable
    String query(String key) {
        return query.get(key);
    }

    /// Whether nothing is to be changed.
    boolean dryRun() {
        return "true".equals(query.get(Operation.DRY_RUN));
    }

    /// The header as it came; null when there is none.
    @Nullable
    String contentType() {
        return headers.get("Content-Type");
    }

    /// Which revision is meant; null for any.
    @Nullable
    Long revision() {
        var header = headers.get("If-Match");
        return header == null ? null : Revision.read(header).number();
    }

    /// The body as text.
    String text() {
        return body.toString(StandardCharsets.UTF_8);
    }
}
