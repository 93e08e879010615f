package dev.usher.gateway.testkit;

import java.util.List;
import java.util.Locale;

/// A response as a strict client read it.
///
/// @param line the status line
/// @param fields the field lines as they came
/// @param body its body without framing
/// @param trailers the trailer lines of a chunked body
/// @param whole whether it ended as its framing says
public record Reply(String line, List<String> fields, String body, List<String> trailers, boolean whole) {

    public int status() {
        return Integer.parseInt(line.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
    }

    /// The one value of the field of that name; an empty text when there is none.
    public String field(String name) {
        var start = name.toLowerCase(Locale.ROOT) + ":";
        var values = fields.stream()
                .filter(field -> field.toLowerCase(Locale.ROOT).startsWith(start))
                .map(field -> field.substring(start.length()).strip())
                .toList();
        if (values.size() > 1) {
            throw new AssertionError(name + " came more than once: " + fields);
        }
        return values.isEmpty() ? "" : values.getFirst();
    }

    /// The cause code of a refusal; an empty text when it is none.
    public String code() {
        if (!field("content-type").equals("application/problem+json")) {
            return "";
        }
        int start = body.indexOf("\"code\":\"") + "\"code\":\"".length();
        return body.substring(start, body.indexOf('"', start));
    }
}
