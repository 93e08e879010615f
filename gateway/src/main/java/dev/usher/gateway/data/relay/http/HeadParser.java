package dev.usher.gateway.data.relay.http;

import io.netty.buffer.ByteBuf;

/// Reads the head of an HTTP/1.1 message as RFC 9112 has it, and nothing that merely resembles it.
///
/// Where two parsers could disagree about where a message ends, the message is refused: bare CR or LF, folded
/// lines, white space around a field's name, more than one Content-Length, any Transfer-Encoding other than one
/// `chunked`, both together, and names that differ from those only by `_` for `-`.
public final class HeadParser {

    /// The head is not whole yet.
    public static final int INCOMPLETE = 0;

    /// The head breaks the rules.
    public static final int BAD = -1;

    /// The head is longer, or has more fields, than is taken.
    public static final int TOO_LARGE = -2;

    private static final int FIRST_LOOK = 2048;
    private static final int LENGTH_DIGITS_MAX = 18;
    private static final long HTTP_1 = 0x485454502f312eL;

    private HeadParser() {}

    /// Parses the head of a request at the reader index of `in`, which is not moved.
    ///
    /// @param limitBytes how long the head may be
    /// @return the length of the head, or one of [#INCOMPLETE], [#BAD], [#TOO_LARGE]
    public static int request(ByteBuf in, Head head, int limitBytes) {
        return parse(in, head, limitBytes, true);
    }

    /// Parses the head of a response at the reader index of `in`, which is not moved.
    ///
    /// @param limitBytes how long the head may be
    /// @return the length of the head, or one of [#INCOMPLETE], [#BAD], [#TOO_LARGE]
    public static int response(ByteBuf in, Head head, int limitBytes) {
        return parse(in, head, limitBytes, false);
    }

    /// Passes over one empty line before a request (RFC 9112, 2.2), if the whole of it is here.
    static void skipEmptyLine(ByteBuf in) {
        int at = in.readerIndex();
        if (in.readableBytes() >= 2 && in.getByte(at) == '\r' && in.getByte(at + 1) == '\n') {
            in.skipBytes(2);
        }
    }

    private static int parse(ByteBuf in, Head head, int limitBytes, boolean request) {
        int available = in.readableBytes();
        int looked = Math.min(available, FIRST_LOOK);
        while (true) {
            head.fill(in, looked);
            int result = request ? requestLine(head) : statusLine(head);
            if (result > 0) {
                result = fields(head, result, request);
            }
            if (result == INCOMPLETE && looked < Math.min(available, limitBytes + 1)) {
                looked = Math.min(Math.min(available, limitBytes + 1), looked * 4);
                continue;
            }
            if (result == INCOMPLETE && available > limitBytes || result > limitBytes) {
                return TOO_LARGE;
            }
            return result;
        }
    }

    /// The position behind the request line, or [#INCOMPLETE] or [#BAD].
    private static int requestLine(Head head) {
        head.reset();
        var bytes = head.bytes;
        int end = head.filled;
        int at = 0;
        if (end >= 1 && bytes[0] == '\r') {
            // One empty line before a request is let pass (RFC 9112, 2.2).
            if (end < 2) {
                return INCOMPLETE;
            }
            if (bytes[1] != '\n') {
                return BAD;
            }
            at = 2;
        }
        head.methodStart = at;
        while (at < end && Ascii.token(bytes[at])) {
            at++;
        }
        if (at == end) {
            return INCOMPLETE;
        }
        if (at == head.methodStart || bytes[at] != ' ') {
            return BAD;
        }
        head.methodEnd = at++;
        int targetStart = at;
        while (at < end && Ascii.target(bytes[at])) {
            at++;
        }
        if (at == end) {
            return INCOMPLETE;
        }
        if (at == targetStart || bytes[at] != ' ') {
            return BAD;
        }
        if (!target(head, targetStart, at)) {
            return BAD;
        }
        return version(head, at + 1, '\r');
    }

    /// Sorts a target into its form (RFC 9112, 3.2); CONNECT's form is not served here.
    private static boolean target(Head head, int start, int end) {
        var bytes = head.bytes;
        head.pathStart = start;
        head.pathEnd = end;
        if (head.methodIs("CONNECT")) {
            return false;
        }
        if (bytes[start] == '/') {
            return true;
        }
        if (bytes[start] == '*') {
            return end - start == 1 && head.methodIs("OPTIONS");
        }
        int scheme = Ascii.startsWith(bytes, start, end, "http://")
                ? 7
                : Ascii.startsWith(bytes, start, end, "https://") ? 8 : -1;
        if (scheme < 0) {
            return false;
        }
        int path = start + scheme;
        while (path < end && bytes[path] != '/' && bytes[path] != '?') {
            path++;
        }
        head.authorityStart = start + scheme;
        head.authorityEnd = path;
        head.pathStart = path;
        return path > start + scheme && path < end && bytes[path] == '/';
    }

    /// The position behind `HTTP/1.x` and the line's end or, in a response, the space behind it.
    private static int version(Head head, int at, char behind) {
        var bytes = head.bytes;
        int needed = behind == '\r' ? 10 : 9;
        int present = Math.min(needed, head.filled - at);
        for (int i = 0; i < present; i++) {
            int b = bytes[at + i];
            boolean good = switch (i) {
                case 7 -> b == '0' || b == '1';
                case 8 -> b == behind;
                case 9 -> b == '\n';
                default -> b == (byte) (HTTP_1 >>> (6 - i) * 8);
            };
            if (!good) {
                return BAD;
            }
        }
        if (present < needed) {
            return INCOMPLETE;
        }
        head.old = bytes[at + 7] == '0';
        return at + needed;
    }

    /// The position behind the status line, or [#INCOMPLETE] or [#BAD].
    private static int statusLine(Head head) {
        head.reset();
        int at = version(head, 0, ' ');
        if (at <= 0) {
            return at;
        }
        var bytes = head.bytes;
        int end = head.filled;
        if (end - at < 4) {
            return INCOMPLETE;
        }
        for (int i = 0; i < 3; i++) {
            int digit = bytes[at + i] - '0';
            if (digit < 0 || digit > 9) {
                return BAD;
            }
            head.status = head.status * 10 + digit;
        }
        at += 3;
        // Some servers leave out the space when they have no reason to give.
        if (head.status < 100 || bytes[at] != ' ' && bytes[at] != '\r') {
            return BAD;
        }
        head.reasonStart = at;
        while (at < end && Ascii.value(bytes[at])) {
            at++;
        }
        head.reasonEnd = at;
        return lineEnd(bytes, at, end);
    }

    private static int lineEnd(byte[] bytes, int at, int end) {
        if (at == end) {
            return INCOMPLETE;
        }
        if (bytes[at] != '\r') {
            return BAD;
        }
        if (at + 1 == end) {
            return INCOMPLETE;
        }
        return bytes[at + 1] == '\n' ? at + 2 : BAD;
    }

    /// The position behind the empty line, or a verdict on the head.
    private static int fields(Head head, int from, boolean request) {
        var bytes = head.bytes;
        int end = head.filled;
        int at = from;
        while (true) {
            if (at == end) {
                return INCOMPLETE;
            }
            if (bytes[at] == '\r') {
                int behind = lineEnd(bytes, at, end);
                if (behind <= 0) {
                    return behind;
                }
                head.length = behind;
                return (request ? wholeRequest(head) : true) ? behind : BAD;
            }
            if (head.fields == Head.FIELDS_MAX) {
                return TOO_LARGE;
            }
            at = field(head, at, end);
            if (at <= 0) {
                return at;
            }
            if (!note(head, head.fields++, request)) {
                return BAD;
            }
        }
    }

    /// Reads one field line at `start` into the next slot.
    static int field(Head head, int start, int end) {
        var bytes = head.bytes;
        int i = head.fields;
        int at = start;
        while (at < end && Ascii.token(bytes[at])) {
            at++;
        }
        if (at == end) {
            return INCOMPLETE;
        }
        if (at == start || bytes[at] != ':') {
            return BAD;
        }
        head.lineStart[i] = start;
        head.nameEnd[i] = at++;
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\t')) {
            at++;
        }
        head.valueStart[i] = at;
        while (at < end && Ascii.value(bytes[at])) {
            at++;
        }
        int behind = lineEnd(bytes, at, end);
        if (behind <= 0) {
            return behind;
        }
        while (at > head.valueStart[i] && (bytes[at - 1] == ' ' || bytes[at - 1] == '\t')) {
            at--;
        }
        head.valueEnd[i] = at;
        head.lineEnd[i] = behind;
        head.field[i] = Field.of(bytes, start, head.nameEnd[i]);
        return behind;
    }

    /// Takes note of what field `i` says about the message; false when it may not say that.
    private static boolean note(Head head, int i, boolean request) {
        var field = head.field[i];
        if (field == Field.OTHER) {
            return true;
        }
        if (underscored(head, i)) {
            // In a request somebody plays with names; in a response it is just another field.
            head.field[i] = Field.OTHER;
            return !request;
        }
        return switch (field) {
            case CONTENT_LENGTH -> contentLength(head, i);
            case TRANSFER_ENCODING -> transferEncoding(head, i);
            case CONNECTION -> connection(head, i);
            case HOST -> request ? host(head, i) : true;
            case EXPECT -> expect(head, i, request);
            case X_REQUEST_ID -> {
                head.requestId = i;
                yield true;
            }
            case AUTHORIZATION, X_API_KEY -> !request || only(head, i);
            default -> true;
        };
    }

    private static boolean underscored(Head head, int i) {
        for (int at = head.lineStart[i]; at < head.nameEnd[i]; at++) {
            if (head.bytes[at] == '_') {
                return true;
            }
        }
        return false;
    }

    private static boolean only(Head head, int i) {
        for (int before = 0; before < i; before++) {
            if (head.field[before] == head.field[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean contentLength(Head head, int i) {
        int digits = head.valueEnd[i] - head.valueStart[i];
        if (head.contentLength != Head.NO_LENGTH || digits == 0 || digits > LENGTH_DIGITS_MAX) {
            return false;
        }
        long length = 0;
        for (int at = head.valueStart[i]; at < head.valueEnd[i]; at++) {
            int digit = head.bytes[at] - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            length = length * 10 + digit;
        }
        head.contentLength = length;
        return true;
    }

    private static boolean transferEncoding(Head head, int i) {
        if (head.chunked || head.old || !head.valueIs(i, "chunked")) {
            return false;
        }
        head.chunked = true;
        return true;
    }

    private static boolean connection(Head head, int i) {
        if (head.valueIs(i, "close")) {
            head.close = true;
        } else if (head.valueIs(i, "keep-alive")) {
            head.keepAlive = true;
        } else {
            head.nominates = true;
            var value = "," + head.value(i).toLowerCase(java.util.Locale.ROOT).replaceAll("[ \t]", "") + ",";
            head.close |= value.contains(",close,");
            head.keepAlive |= value.contains(",keep-alive,");
        }
        return true;
    }

    /// `name`, `name:port` or `[address]:port` (RFC 9110, 7.2); the port may be left out behind its colon.
    private static boolean host(Head head, int i) {
        if (head.host >= 0) {
            return false;
        }
        head.host = i;
        var bytes = head.bytes;
        int start = head.valueStart[i];
        int end = head.valueEnd[i];
        int at = start;
        if (at < end && bytes[at] == '[') {
            at++;
            while (at < end && (Ascii.host(bytes[at]) || bytes[at] == ':')) {
                at++;
            }
            if (at == end || bytes[at++] != ']') {
                return false;
            }
        } else {
            while (at < end && Ascii.host(bytes[at])) {
                at++;
            }
        }
        return at > start && (at == end || bytes[at] == ':' && digits(bytes, at + 1, end));
    }

    private static boolean digits(byte[] bytes, int from, int end) {
        for (int at = from; at < end; at++) {
            if (bytes[at] < '0' || bytes[at] > '9') {
                return false;
            }
        }
        return true;
    }

    private static boolean expect(Head head, int i, boolean request) {
        if (!request) {
            return true;
        }
        head.expectContinue = true;
        return head.valueIs(i, "100-continue");
    }

    /// What can only be judged once all fields are known.
    private static boolean wholeRequest(Head head) {
        if (head.chunked && head.contentLength != Head.NO_LENGTH) {
            return false;
        }
        if (head.host < 0) {
            return head.old && head.authorityEnd == 0;
        }
        if (head.authorityEnd == 0) {
            return true;
        }
        // The request names its host twice: both must mean the same.
        int length = head.authorityEnd - head.authorityStart;
        if (length != head.valueEnd[head.host] - head.valueStart[head.host]) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (Ascii.lower(head.bytes[head.authorityStart + i])
                    != Ascii.lower(head.bytes[head.valueStart[head.host] + i])) {
                return false;
            }
        }
        return true;
    }
}
