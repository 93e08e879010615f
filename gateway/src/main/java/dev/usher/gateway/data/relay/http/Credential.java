package dev.usher.gateway.data.relay.http;

import java.util.Arrays;
import java.util.Base64;

/// The token that a request shows, wherever it shows it.
///
/// Looked for in this order: `Authorization: Bearer`, `Authorization: Splunk` (HTTP Event Collector), the password
/// of `Authorization: Basic`, `X-API-Key`, and the WebSocket subprotocol list `bearer, <token>`. gRPC metadata is
/// an `Authorization` field too. One for each event loop, filled anew for each request. *Confined to one event loop.*
public final class Credential {

    private static final String OURS = "usher_";
    private static final String SUBPROTOCOL = "bearer";

    private byte[] bytes = {};
    private int start;
    private int length;
    private int field;

    /// Where the token's characters are.
    public byte[] bytes() {
        return bytes;
    }

    public int start() {
        return start;
    }

    /// How many characters it has; 0 when no token was shown.
    public int length() {
        return length;
    }

    /// The field that shows it, or -1.
    int field() {
        return field;
    }

    /// Whether it looks like a token of this product, and so must not reach a Director that nobody meant it for.
    boolean ours() {
        return Ascii.startsWith(bytes, start, start + length, OURS);
    }

    void find(Head head) {
        length = 0;
        field = -1;
        int apiKey = -1;
        int subprotocol = -1;
        for (int i = 0; i < head.fields; i++) {
            var kind = head.field[i];
            if (kind == Field.AUTHORIZATION && authorization(head, i)) {
                return;
            }
            if (kind == Field.X_API_KEY) {
                apiKey = i;
            } else if (kind == Field.SEC_WEBSOCKET_PROTOCOL) {
                subprotocol = i;
            }
        }
        if (apiKey >= 0) {
            shown(head, apiKey, head.valueStart[apiKey], head.valueEnd[apiKey]);
        } else if (subprotocol >= 0) {
            subprotocol(head, subprotocol);
        }
    }

    private boolean authorization(Head head, int i) {
        int from = head.valueStart[i];
        int to = head.valueEnd[i];
        if (Ascii.startsWith(head.bytes, from, to, "bearer ")) {
            return shown(head, i, from + "bearer ".length(), to);
        }
        if (Ascii.startsWith(head.bytes, from, to, "splunk ")) {
            return shown(head, i, from + "splunk ".length(), to);
        }
        if (Ascii.startsWith(head.bytes, from, to, "basic ")) {
            return basic(head, i, from + "basic ".length(), to);
        }
        return false;
    }

    private boolean basic(Head head, int i, int from, int to) {
        try {
            var pair = Base64.getDecoder().decode(Arrays.copyOfRange(head.bytes, from, to));
            int colon = 0;
            while (colon < pair.length && pair[colon] != ':') {
                colon++;
            }
            bytes = pair;
            start = Math.min(colon + 1, pair.length);
            length = pair.length - start;
            field = i;
            return length > 0;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    /// `Sec-WebSocket-Protocol: bearer, <token>`: browsers can send no other field with a WebSocket's handshake.
    private void subprotocol(Head head, int i) {
        int at = head.valueStart[i];
        int end = head.valueEnd[i];
        if (!Ascii.startsWith(head.bytes, at, end, SUBPROTOCOL)) {
            return;
        }
        at += SUBPROTOCOL.length();
        if (at == end || head.bytes[at++] != ',') {
            return;
        }
        while (at < end && head.bytes[at] == ' ') {
            at++;
        }
        int from = at;
        while (at < end && head.bytes[at] != ',' && head.bytes[at] != ' ') {
            at++;
        }
        shown(head, i, from, at);
    }

    private boolean shown(Head head, int i, int from, int to) {
        int first = from;
        while (first < to && head.bytes[first] == ' ') {
            first++;
        }
        bytes = head.bytes;
        start = first;
        length = to - first;
        field = i;
        return length > 0;
    }
}
