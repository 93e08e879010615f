package dev.usher.gateway.control.api;

import dev.usher.gateway.control.operator.Operator;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A call by somebody who may make it.
///
/// @param path what stands in the places of the path that vary
/// @param contentType the header as it came; null when there is none
/// @param body empty when there is none
record Call(
        Operator operator,
        Map<String, String> path,
        @Nullable String contentType,
        Buffer body) {

    /// What stands in the path where `{name}` is.
    String name() {
        return Objects.requireNonNull(path.get("name"));
    }
}
