package dev.usher.gateway.control.store.sql;

import dev.usher.gateway.control.store.Sealed;
import dev.usher.gateway.core.model.ServiceName;
import dev.usher.gateway.core.model.TokenDigest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Values that are more than one word, as the texts that stand in a column.
final class Texts {

    private Texts() {}

    static String services(Map<ServiceName, Integer> services) {
        var json = new JsonObject();
        new TreeMap<>(services).forEach((name, port) -> json.put(name.value(), port));
        return json.encode();
    }

    static Map<ServiceName, Integer> services(String text) {
        var services = new HashMap<ServiceName, Integer>();
        new JsonObject(text)
                .forEach(entry -> services.put(new ServiceName(entry.getKey()), (Integer) entry.getValue()));
        return services;
    }

    static String list(Collection<?> items) {
        return new JsonArray(items.stream().map(Object::toString).toList()).encode();
    }

    static List<String> list(String text) {
        return new JsonArray(text).stream().map(String.class::cast).toList();
    }

    /// A line for each token.
    static String counts(Map<TokenDigest, Integer> tokens) {
        return tokens.entrySet().stream()
                .map(token -> token.getKey() + " " + token.getValue())
                .collect(Collectors.joining("\n"));
    }

    static Map<TokenDigest, Integer> counts(String text) {
        return text.lines()
                .map(line -> line.split(" ", 2))
                .collect(Collectors.toMap(line -> TokenDigest.parse(line[0]), line -> Integer.valueOf(line[1])));
    }

    static String sealed(Sealed secret) {
        return Base64.getEncoder().encodeToString(secret.bytes());
    }

    static Sealed sealed(String text) {
        return Sealed.of(Base64.getDecoder().decode(text));
    }
}
