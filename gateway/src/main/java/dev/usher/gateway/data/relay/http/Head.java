package dev.usher.gateway.data.relay.http;

import dev.usher.gateway.core.exchange.RequestView;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The head of one message, parsed in place: a copy of its bytes and where things stand in it.
///
/// One for each direction and event loop, filled anew for each message, so parsing makes no garbage. What it says
/// is good until the next message is parsed. *Confined to one event loop.*
public final class Head implements RequestView {

    /// More fields than this in a head are too many.
    static final int FIELDS_MAX = 128;

    /// No Content-Length was given.
    static final long NO_LENGTH = -1;

    byte[] bytes = new byte[2048];
    int filled;

    /// Length of the head with its empty line; set when it is whole.
    int length;

    /// First line of a request: `method SP target SP version`; the path is the target without scheme and authority.
    int methodStart;
    int methodEnd;
    int pathStart;
    int pathEnd;
    int authorityStart;
    int authorityEnd;

    /// First line of a response.
    int status;
    int reasonStart;
    int reasonEnd;

    /// Whether the message is HTTP/1.0.
    boolean old;

    int fields;
    final int[] lineStart = new int[FIELDS_MAX];
    final int[] nameEnd = new int[FIELDS_MAX];
    final int[] valueStart = new int[FIELDS_MAX];
    final int[] valueEnd = new int[FIELDS_MAX];
    final int[] lineEnd = new int[FIELDS_MAX];
    final Field[] field = new Field[FIELDS_MAX];

    long contentLength;
    boolean chunked;
    boolean close;
    boolean keepAlive;
    boolean expectContinue;
    int host;
    int requestId;
    boolean nominates;

    void reset() {
        length = 0;
        fields = 0;
        contentLength = NO_LENGTH;
        chunked = false;
        close = false;
        keepAlive = false;
        expectContinue = false;
        host = -1;
        requestId = -1;
        nominates = false;
        authorityStart = 0;
        authorityEnd = 0;
        old = false;
        status = 0;
    }

    /// Stands for a request that was not understood: without a method, and the last one on its connection.
    void forget() {
        reset();
        methodStart = 0;
        methodEnd = 0;
        close = true;
    }

    /// Takes a copy of up to `count` bytes of `in`, from its reader index on.
    void fill(ByteBuf in, int count) {
        if (bytes.length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(count, bytes.length * 2));
        }
        in.getBytes(in.readerIndex(), bytes, 0, count);
        filled = count;
    }

    /// Whether the request has no framing fields and so no body (RFC 9112, 6.3).
    boolean bodyless() {
        return !chunked && contentLength == NO_LENGTH;
    }

    boolean methodIs(String method) {
        if (methodEnd - methodStart != method.length()) {
            return false;
        }
        for (int i = 0; i < method.length(); i++) {
            if (bytes[methodStart + i] != method.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// Whether doing the request twice does no more than doing it once (RFC 9110, 9.2.2).
    boolean idempotent() {
        return switch (bytes[methodStart]) {
            case 'G' -> methodIs("GET");
            case 'H' -> methodIs("HEAD");
            case 'P' -> methodIs("PUT");
            case 'D' -> methodIs("DELETE");
            case 'O' -> methodIs("OPTIONS");
            case 'T' -> methodIs("TRACE");
            default -> false;
        };
    }

    /// Whether the value of field `i` is `text` (lower case), in any case.
    boolean valueIs(int i, String text) {
        return Ascii.is(bytes, valueStart[i], valueEnd[i], text);
    }

    String value(int i) {
        return text(valueStart[i], valueEnd[i]);
    }

    String text(int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }

    String method() {
        return text(methodStart, methodEnd);
    }

    /// The path without its query.
    String pathWithoutQuery() {
        int end = pathStart;
        while (end < pathEnd && bytes[end] != '?') {
            end++;
        }
        return text(pathStart, end);
    }

    /// Whether a Connection field names field `i` (RFC 9110, 7.6.1), which then must not travel on.
    boolean nominated(int i) {
        if (!nominates) {
            return false;
        }
        for (int c = 0; c < fields; c++) {
            if (field[c] == Field.CONNECTION && lists(c, lineStart[i], nameEnd[i])) {
                return true;
            }
        }
        return false;
    }

    private boolean lists(int list, int nameStart, int nameEnd) {
        int at = valueStart[list];
        while (at < valueEnd[list]) {
            int end = at;
            while (end < valueEnd[list] && bytes[end] != ',') {
                end++;
            }
            if (sameTrimmed(at, end, nameStart, nameEnd)) {
                return true;
            }
            at = end + 1;
        }
        return false;
    }

    private boolean sameTrimmed(int start, int end, int otherStart, int otherEnd) {
        int from = start;
        int to = end;
        while (from < to && (bytes[from] == ' ' || bytes[from] == '\t')) {
            from++;
        }
        while (to > from && (bytes[to - 1] == ' ' || bytes[to - 1] == '\t')) {
            to--;
        }
        if (to - from != otherEnd - otherStart) {
            return false;
        }
        for (int i = 0; i < to - from; i++) {
            if (Ascii.fold(bytes[from + i]) != Ascii.fold(bytes[otherStart + i])) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean pathStartsWith(String prefix) {
        if (pathEnd - pathStart < prefix.length()) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            if (bytes[pathStart + i] != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean hostIs(String name) {
        return host >= 0 && Ascii.is(bytes, valueStart[host], hostEnd(), name);
    }

    @Override
    public boolean hostEndsWith(String suffix) {
        if (host < 0) {
            return false;
        }
        int end = hostEnd();
        int start = end - suffix.length();
        return start > valueStart[host] && Ascii.is(bytes, start, end, suffix);
    }

    /// Where the host ends and its port, if any, begins.
    private int hostEnd() {
        for (int i = valueEnd[host] - 1; i >= valueStart[host]; i--) {
            if (bytes[i] == ':') {
                return i;
            }
            if (bytes[i] == ']') {
                break;
            }
        }
        return valueEnd[host];
    }
}
