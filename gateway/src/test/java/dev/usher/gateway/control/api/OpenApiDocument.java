package dev.usher.gateway.control.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The OpenAPI document as JSON.
final class OpenApiDocument {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

    private OpenApiDocument() {}

    static JsonObject read() {
        return parse(((Reply.Text) OpenApi.REPLY).text());
    }

    @SuppressWarnings("unchecked")
    static JsonObject parse(String yaml) {
        return new JsonObject(
                (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromString(yaml));
    }

    /// Every call by its method and path.
    static Map<String, JsonObject> calls(JsonObject document) {
        var calls = new TreeMap<String, JsonObject>();
        var paths = document.getJsonObject("paths");
        for (var path : paths.fieldNames()) {
            var item = paths.getJsonObject(path);
            for (var method : item.fieldNames()) {
                if (METHODS.contains(method)) {
                    var call = item.getJsonObject(method).copy();
                    var parameters = item.getJsonArray("parameters", new JsonArray())
                            .copy()
                            .addAll(call.getJsonArray("parameters", new JsonArray()));
                    calls.put(method.toUpperCase(Locale.ROOT) + " " + path, call.put("parameters", parameters));
                }
            }
        }
        return calls;
    }

    /// What a call takes beside its body, each in full.
    static Stream<JsonObject> parameters(JsonObject document, JsonObject call) {
        return call.getJsonArray("parameters").stream()
                .map(JsonObject.class::cast)
                .map(parameter -> Objects.requireNonNull(at(document, parameter.getString("$ref"))));
    }

    /// What a reference within the document leads to; null where it leads nowhere.
    static @Nullable JsonObject at(JsonObject document, String reference) {
        JsonObject at = document;
        for (var part : reference.substring("#/".length()).split("/", -1)) {
            at = at == null ? null : at.getJsonObject(part);
        }
        return at;
    }
}
