package dev.usher.gateway.app;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// JSON as YAML in block style.
final class YamlText {

    /// What needs no quotes: no number, no date, no word that YAML reads as something else.
    private static final Pattern PLAIN =
            Pattern.compile("(?!(?i:true|false|yes|no|on|off|y|n|null)$)[A-Za-z][A-Za-z0-9_./-]*");

    private YamlText() {}

    static String of(JsonObject object) {
        var text = new StringBuilder();
        object(text, object, "");
        return text.toString();
    }

    private static void object(StringBuilder text, JsonObject object, String indent) {
        object.forEach(entry -> {
            text.append(indent).append(scalar(entry.getKey())).append(':');
            value(text, entry.getValue(), indent);
        });
    }

    private static void value(StringBuilder text, @Nullable Object value, String indent) {
        switch (value) {
            case JsonObject object
            when !object.isEmpty() -> {
                text.append('\n');
                object(text, object, indent + "  ");
            }
            case JsonArray array
            when !array.isEmpty() -> {
                text.append('\n');
                array.forEach(item -> item(text, item, indent + "  "));
            }
            case null, default -> text.append(' ').append(scalar(value)).append('\n');
        }
    }

    private static void item(StringBuilder text, Object item, String indent) {
        if (item instanceof JsonObject object && !object.isEmpty()) {
            var inner = new StringBuilder();
            object(inner, object, indent + "  ");
            text.append(indent).append("- ").append(inner.substring(indent.length() + 2));
        } else {
            text.append(indent).append("- ").append(scalar(item)).append('\n');
        }
    }

    /// A JSON scalar is a YAML scalar, and so are `{}` and `[]`.
    private static String scalar(@Nullable Object value) {
        return value instanceof String word && PLAIN.matcher(word).matches() ? word : Json.encode(value);
    }
}
