package dev.usher.gateway.app;

import io.vertx.core.json.JsonObject;
import java.util.function.Function;

/// How a verb prints what it found or made.
enum Output {
    TABLE,
    JSON,
    YAML;

    /// All that is printed of a gateway's answer.
    ///
    /// @param table what people read
    String of(JsonObject answer, Function<JsonObject, String> table) {
        return switch (this) {
            case JSON -> answer.encodePrettily() + "\n";
            case YAML -> YamlText.of(answer);
            case TABLE -> table.apply(answer);
        };
    }
}
