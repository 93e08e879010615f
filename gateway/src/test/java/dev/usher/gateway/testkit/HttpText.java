package dev.usher.gateway.testkit;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The head of an HTTP/1.1 message whose body, if any, has a `Content-Length`: enough for tests that want to know
/// exactly what was sent and received when.
///
/// @param start the request line or the status line
/// @param fields by lower-case name
public record HttpText(String start, Map<String, String> fields) {

    private static final int BYTES_MAX = 16 * 1024;

    public HttpText {
        fields = Map.copyOf(fields);
    }

    /// Reads one; null when the stream ends before its first byte.
    ///
    /// @throws EOFException when it ends in the middle
    public static @Nullable HttpText read(InputStream in) throws IOException {
        var text = new StringBuilder(256);
        while (!endsWithBlankLine(text)) {
            int next = in.read();
            if (next < 0) {
                if (text.isEmpty()) {
                    return null;
                }
                throw new EOFException("in the middle of a head");
            }
            if (text.length() == BYTES_MAX) {
                throw new IOException("head: more than " + BYTES_MAX + " bytes");
            }
            text.append((char) next);
        }
        return parse(text.toString());
    }

    private static boolean endsWithBlankLine(StringBuilder text) {
        int length = text.length();
        return length >= 4 && text.charAt(length - 1) == '\n' && text.indexOf("\r\n\r\n", length - 4) >= 0;
    }

    private static HttpText parse(String text) {
        var lines = text.lines().toList();
        var fields = new HashMap<String, String>();
        for (var line : lines.subList(1, lines.size() - 1)) {
            int colon = line.indexOf(':');
            fields.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new HttpText(lines.getFirst(), fields);
    }

    public @Nullable String field(String lowerCaseName) {
        return fields.get(lowerCaseName);
    }

    public int contentLength() {
        var length = field("content-length");
        return length == null ? 0 : Integer.parseInt(length);
    }

    /// The status, of a response.
    public int status() {
        return Integer.parseInt(start.split(" ", 3)[1]);
    }

    /// Reads the body that belongs to it.
    public String body(InputStream in) throws IOException {
        var body = in.readNBytes(contentLength());
        if (body.length < contentLength()) {
            throw new EOFException("in the middle of a body");
        }
        return new String(body, StandardCharsets.UTF_8);
    }

    /// Whether the other end says that this is the last message.
    public boolean closes() {
        return "close".equalsIgnoreCase(field("connection"));
    }
}
