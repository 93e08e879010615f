package dev.usher.gateway.data.relay.http;

import io.netty.buffer.ByteBuf;
import java.util.random.RandomGenerator;

/// Writes the heads that go on: what a connection's own is stays behind, what we vouch for is added, and lines
/// that pass untouched are copied in runs.
///
/// One for each event loop. *Confined to one event loop.*
final class HeadWriter {

    private static final byte[] VERSION = Ascii.bytes(" HTTP/1.1\r\n");
    private static final byte[] STATUS_LINE = Ascii.bytes("HTTP/1.1 ");
    private static final byte[] LINE_END = Ascii.bytes("\r\n");

    /// What an HTTP/1.0 request without a host becomes: in HTTP/1.1 there must be one, and it may be empty.
    private static final byte[] NO_HOST = Ascii.bytes("Host: \r\n");

    private static final byte[] CONTENT_LENGTH = Ascii.bytes("Content-Length: ");
    private static final byte[] CHUNKED = Ascii.bytes("Transfer-Encoding: chunked\r\n");
    private static final byte[] CLOSE = Ascii.bytes("Connection: close\r\n");
    private static final byte[] KEEP_ALIVE = Ascii.bytes("Connection: keep-alive\r\n");
    private static final byte[] EXPECT = Ascii.bytes("Expect: 100-continue\r\n");
    private static final byte[] FORWARDED_FOR = Ascii.bytes("X-Forwarded-For: ");
    private static final byte[] FORWARDED_HOST = Ascii.bytes("X-Forwarded-Host: ");
    private static final byte[] FORWARDED = Ascii.bytes("Forwarded: ");
    private static final byte[] LIST_SEPARATOR = Ascii.bytes(", ");
    private static final byte[] REQUEST_ID = Ascii.bytes("X-Request-Id: ");
    private static final byte[] HEX = Ascii.bytes("0123456789abcdef");
    private static final int REQUEST_ID_MAX = 128;

    private final RandomGenerator random;
    private final byte[] digits = new byte[20];
    private final byte[] requestId = new byte[REQUEST_ID_MAX];
    private int requestIdBytes;

    HeadWriter(RandomGenerator random) {
        this.random = random;
    }

    /// The id of the request whose head was written last: the one it came with, or the one it was given.
    String requestId() {
        return new String(requestId, 0, requestIdBytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    /// How a request goes on.
    ///
    /// @param peer what we vouch for about the downstream connection
    /// @param trusted whether what its forwarding fields say is believed, and so added to
    record Passage(Peer peer, boolean trusted) {}

    void request(Head head, Passage passage, ByteBuf out) {
        var bytes = head.bytes;
        out.writeBytes(bytes, head.methodStart, head.methodEnd - head.methodStart);
        out.writeByte(' ');
        out.writeBytes(bytes, head.pathStart, head.pathEnd - head.pathStart);
        out.writeBytes(VERSION);
        if (head.host < 0) {
            out.writeBytes(NO_HOST);
        }
        int id = goodRequestId(head);
        copyRequestFields(head, passage, id, out);
        forwarding(head, passage, out);
        if (id < 0) {
            newRequestId();
        }
        out.writeBytes(REQUEST_ID).writeBytes(requestId, 0, requestIdBytes).writeBytes(LINE_END);
        if (head.chunked) {
            out.writeBytes(CHUNKED);
        } else if (head.contentLength != Head.NO_LENGTH) {
            contentLength(head.contentLength, out);
        }
        if (head.expectContinue && !head.old && !head.bodyless()) {
            out.writeBytes(EXPECT);
        }
        out.writeBytes(LINE_END);
    }

    private void copyRequestFields(Head head, Passage passage, int id, ByteBuf out) {
        int run = -1;
        for (int i = 0; i < head.fields; i++) {
            boolean passes = passes(head, i, passage.trusted());
            if (passes && run < 0) {
                run = i;
            } else if (!passes && run >= 0) {
                copy(head, run, i, out);
                run = -1;
            }
        }
        if (run >= 0) {
            copy(head, run, head.fields, out);
        }
        if (id >= 0) {
            requestIdBytes = head.valueEnd[id] - head.valueStart[id];
            System.arraycopy(head.bytes, head.valueStart[id], requestId, 0, requestIdBytes);
        }
    }

    private static boolean passes(Head head, int i, boolean trusted) {
        var field = head.field[i];
        boolean own = switch (field) {
            case OTHER, HOST, AUTHORIZATION, X_API_KEY, SEC_WEBSOCKET_PROTOCOL -> true;
            case X_FORWARDED_PROTO, X_FORWARDED_HOST, X_FORWARDED_PORT -> trusted;
            case CONTENT_LENGTH,
                    TRANSFER_ENCODING,
                    CONNECTION,
                    KEEP_ALIVE,
                    PROXY_CONNECTION,
                    TE,
                    UPGRADE,
                    HTTP2_SETTINGS,
                    EXPECT,
                    PROXY_AUTHORIZATION,
                    PROXY_AUTHENTICATE,
                    FORWARDED,
                    X_FORWARDED_FOR,
                    X_REQUEST_ID,
                    X_USHER,
                    WITHHELD -> false;
        };
        return own && (field == Field.HOST || !head.nominated(i));
    }

    private static void copy(Head head, int from, int to, ByteBuf out) {
        int start = head.lineStart[from];
        out.writeBytes(head.bytes, start, head.lineEnd[to - 1] - start);
    }

    /// The forwarding fields: added to where the peer is trusted, set anew where it is not.
    private static void forwarding(Head head, Passage passage, ByteBuf out) {
        var peer = passage.peer();
        if (!passage.trusted()) {
            out.writeBytes(peer.forwarding());
            if (head.host >= 0) {
                out.writeBytes(FORWARDED_HOST);
                out.writeBytes(
                        head.bytes, head.valueStart[head.host], head.valueEnd[head.host] - head.valueStart[head.host]);
                out.writeBytes(LINE_END);
            }
            return;
        }
        out.writeBytes(FORWARDED_FOR);
        values(head, Field.X_FORWARDED_FOR, out);
        out.writeBytes(peer.address()).writeBytes(LINE_END);
        if (values(head, Field.FORWARDED, out.markWriterIndex().writeBytes(FORWARDED))) {
            out.writeBytes(peer.forwardedElement()).writeBytes(LINE_END);
        } else {
            out.resetWriterIndex();
        }
        if (!has(head, Field.X_FORWARDED_PROTO)) {
            out.writeBytes(peer.forwardedProto());
        }
    }

    private static boolean values(Head head, Field field, ByteBuf out) {
        boolean any = false;
        for (int i = 0; i < head.fields; i++) {
            if (head.field[i] == field) {
                out.writeBytes(head.bytes, head.valueStart[i], head.valueEnd[i] - head.valueStart[i]);
                out.writeBytes(LIST_SEPARATOR);
                any = true;
            }
        }
        return any;
    }

    private static boolean has(Head head, Field field) {
        for (int i = 0; i < head.fields; i++) {
            if (head.field[i] == field) {
                return true;
            }
        }
        return false;
    }

    private static int goodRequestId(Head head) {
        int id = head.requestId;
        if (id < 0) {
            return -1;
        }
        int length = head.valueEnd[id] - head.valueStart[id];
        if (length == 0 || length > REQUEST_ID_MAX) {
            return -1;
        }
        for (int at = head.valueStart[id]; at < head.valueEnd[id]; at++) {
            if (head.bytes[at] <= ' ' || head.bytes[at] == 0x7f) {
                return -1;
            }
        }
        return id;
    }

    private void newRequestId() {
        long high = random.nextLong();
        long low = random.nextLong();
        for (int i = 0; i < 16; i++) {
            requestId[i] = HEX[(int) (high >>> 60 - 4 * i) & 0xf];
            requestId[16 + i] = HEX[(int) (low >>> 60 - 4 * i) & 0xf];
        }
        requestIdBytes = 32;
    }

    /// What follows a response to the client.
    enum After {
        /// Nothing need be said: the connection stays, as is usual in HTTP/1.1.
        STAYS,
        /// The connection stays, and the client speaks HTTP/1.0 and wants to be told.
        STAYS_AND_SAYS_SO,
        /// The connection ends.
        CLOSES
    }

    /// Writes the head of a response.
    ///
    /// @param chunked whether the body leaves in the chunked coding
    void response(Head head, boolean chunked, After after, ByteBuf out) {
        statusLine(head, out);
        // A 1xx or 204 has no body and must not speak of one (RFC 9110, 8.6).
        boolean noLength = head.status < 200 || head.status == 204;
        int run = -1;
        for (int i = 0; i < head.fields; i++) {
            var field = head.field[i];
            boolean passes = !field.hopByHop()
                    && field != Field.X_USHER
                    && !head.nominated(i)
                    && !(noLength && field == Field.CONTENT_LENGTH);
            if (passes && run < 0) {
                run = i;
            } else if (!passes && run >= 0) {
                copy(head, run, i, out);
                run = -1;
            }
        }
        if (run >= 0) {
            copy(head, run, head.fields, out);
        }
        if (chunked) {
            out.writeBytes(CHUNKED);
        }
        switch (after) {
            case STAYS -> {}
            case STAYS_AND_SAYS_SO -> out.writeBytes(KEEP_ALIVE);
            case CLOSES -> out.writeBytes(CLOSE);
        }
        out.writeBytes(LINE_END);
    }

    private void statusLine(Head head, ByteBuf out) {
        out.writeBytes(STATUS_LINE);
        Outgoing.decimal(out, head.status, digits);
        if (head.reasonEnd == head.reasonStart) {
            out.writeByte(' ');
        }
        out.writeBytes(head.bytes, head.reasonStart, head.reasonEnd - head.reasonStart);
        out.writeBytes(LINE_END);
    }

    private void contentLength(long length, ByteBuf out) {
        out.writeBytes(CONTENT_LENGTH);
        Outgoing.decimal(out, length, digits);
        out.writeBytes(LINE_END);
    }
}
