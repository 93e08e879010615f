package dev.usher.gateway.testkit;

import java.util.List;
import java.util.Locale;

/// A request as a Director understood it.
///
/// @param line the request line
/// @param fields the field lines as they came
/// @param body its body without framing, empty until it was read
/// @param trailers the trailer lines of a chunked body
public record Received(String line, List<String> fields, StringBuilder body, List<String> trailers) {

    /// All values of the field of that name, in order.
    public List<String> all(String name) {
        var start = name.toLowerCase(Locale.ROOT) + ":";
        return fields.stream()
                .filter(field -> field.toLowerCase(Locale.ROOT).startsWith(start))
                .map(field -> field.substring(start.length()).strip())
                .toList();
    }

    /// The one value of the field of that name; an empty text when there is none.
    public String one(String name) {
        var values = all(name);
        if (values.size() > 1) {
            throw new AssertionError(name + " came more than once: " + fields);
        }
        return values.isEmpty() ? "" : values.getFirst();
    }

    /// As a sloppy server would see it: whatever looks like `chunked`.
    boolean chunked() {
        return all("transfer-encoding").stream()
                .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains("chunked"));
    }

    String path() {
        var parts = line.split(" ", -1);
        return parts.length > 1 ? parts[1] : "";
    }
}
