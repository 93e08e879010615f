package dev.usher.membership.probe;

import dev.usher.membership.probe.ProbeResult.Cause;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// One call of `grpc.health.v1.Health/Check` over HTTP/2, as bytes out and bytes in: just enough of the protocol for
/// one
/// unary call on a fresh connection, so that a sidecar need not hold a whole client. *Confined to one check.*
///
/// The headers go out without compression and what comes back in them is not read: a health service that serves answers
/// with a message, one that does not know or want the call ends the stream without.
final class HealthCall {

    private static final int SERVING = 1;
    private static final int BYTES_MAX = 64 * 1024;
    private static final int HEAD = 9;

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int GOAWAY = 7;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int PADDED = 8;

    private final ByteArrayOutputStream frame = new ByteArrayOutputStream();
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private int need = HEAD;
    private int total;
    private boolean frames;
    private boolean ended;
    private boolean closed;

    /// All that the client says.
    static byte[] request(String authority) {
        var out = new ByteArrayOutputStream();
        out.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        frame(out, SETTINGS, 0, 0, new byte[0]);
        var headers = new ByteArrayOutputStream();
        header(headers, ":method", "POST");
        header(headers, ":scheme", "http");
        header(headers, ":path", "/grpc.health.v1.Health/Check");
        header(headers, ":authority", authority);
        header(headers, "content-type", "application/grpc");
        header(headers, "te", "trailers");
        header(headers, "user-agent", "usher-probe");
        frame(out, HEADERS, END_HEADERS, 1, headers.toByteArray());
        // An empty message after its prefix: not compressed, no bytes.
        frame(out, DATA, END_STREAM, 1, new byte[5]);
        return out.toByteArray();
    }

    boolean reading() {
        return !ended;
    }

    /// Takes the next byte, or -1 for the end of the stream.
    void accept(int octet) {
        if (octet < 0 || ++total > BYTES_MAX) {
            closed = octet < 0;
            ended = true;
            return;
        }
        frame.write(octet);
        if (frame.size() < need) {
            return;
        }
        var bytes = frame.toByteArray();
        if (bytes.length == HEAD && length(bytes) > 0) {
            need = HEAD + length(bytes);
        } else {
            whole(bytes);
            frame.reset();
            need = HEAD;
        }
        // The first frame of an HTTP/2 server is its settings; HTTP/1.1 looks like a long frame of an odd kind.
        ended |= !frames && (bytes[3] != SETTINGS || need > BYTES_MAX);
    }

    Cause cause() {
        if (total == 0 || (!frames && closed)) {
            return Cause.CLOSED;
        }
        if (!frames) {
            return Cause.BAD_ANSWER;
        }
        return status() == SERVING ? Cause.ANSWERED : Cause.BAD_STATUS;
    }

    String why() {
        return switch (cause()) {
            case CLOSED -> "closed without an answer";
            case BAD_ANSWER -> "answered something else (expected: gRPC over HTTP/2)";
            case ANSWERED -> "SERVING";
            default ->
                message.size() == 0
                        ? "no answer of a health service (expected: grpc.health.v1.Health)"
                        : "status " + status() + " (expected: 1, SERVING)";
        };
    }

    private void whole(byte[] bytes) {
        var type = bytes[3];
        frames |= type == SETTINGS;
        var flags = bytes[4];
        if (type == DATA) {
            var padding = (flags & PADDED) == 0 ? 0 : 1 + (bytes[HEAD] & 0xff);
            var begin = (flags & PADDED) == 0 ? HEAD : HEAD + 1;
            message.write(bytes, begin, Math.max(0, length(bytes) - padding));
        }
        ended |= type == GOAWAY || type == RST_STREAM;
        ended |= (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
        ended |= message.size() > 0 && message.size() >= 5 + messageLength();
    }

    private int messageLength() {
        var bytes = message.toByteArray();
        return bytes.length < 5
                ? BYTES_MAX
                : (bytes[1] & 0xff) << 24 | (bytes[2] & 0xff) << 16 | (bytes[3] & 0xff) << 8 | (bytes[4] & 0xff);
    }

    /// `HealthCheckResponse`: field 1, a varint below 128; left out when it is 0, unknown.
    private int status() {
        var bytes = message.toByteArray();
        return bytes.length >= 7 && bytes[0] == 0 && bytes[5] == 1 << 3 ? bytes[6] : 0;
    }

    private static int length(byte[] bytes) {
        return (bytes[0] & 0xff) << 16 | (bytes[1] & 0xff) << 8 | (bytes[2] & 0xff);
    }

    private static void frame(ByteArrayOutputStream out, int type, int flags, int stream, byte[] payload) {
        out.write(payload.length >> 16);
        out.write(payload.length >> 8);
        out.write(payload.length);
        out.write(type);
        out.write(flags);
        out.writeBytes(new byte[] {0, 0, 0, (byte) stream});
        out.writeBytes(payload);
    }

    /// HPACK, RFC 7541, 6.2.2: a literal without indexing, neither name nor value Huffman-coded.
    private static void header(ByteArrayOutputStream out, String name, String value) {
        out.write(0);
        text(out, name);
        text(out, value);
    }

    private static void text(ByteArrayOutputStream out, String text) {
        var bytes = text.getBytes(StandardCharsets.US_ASCII);
        // An integer with a prefix of 7 bits.
        if (bytes.length < 127) {
            out.write(bytes.length);
        } else {
            out.write(127);
            var rest = bytes.length - 127;
            for (; rest >= 128; rest /= 128) {
                out.write(rest % 128 + 128);
            }
            out.write(rest);
        }
        out.writeBytes(bytes);
    }
}
