package dev.usher.gateway.data.relay.http;

import java.util.Arrays;
import java.util.Base64;

/// The token that a request shows, wherever it shows it.
///
/// Looked for in this order: `Authorization: Bearer`, `Authorization: Splunk` (HTTP Event Collector), the password
/// of `Authorization: Basic`, `X-API-Key`, and the WebSocket subprotocol list `bearer, <token>`. gRPC metadata is
/// an `Authorization` field too. Of several, one that has the form of our tokens is taken before the others, so that a
/// Director's own credential may travel beside ours. One for each event loop, filled anew for each request. *Confined
/// to one event loop.*
public final class Credential {

    private static final String OURS = "usher_";
    private static final String SUBPROTOCOL = "bearer";
    private static final byte[] NONE = {};

    private byte[] bytes = NONE;
    private int start;
    private int length;
    private int field;

    /// What the field that is being looked at shows.
    private byte[] shown = NONE;

    private int shownStart;
    private int shownLength;

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

    void find(Head head) {
        bytes = NONE;
        start = 0;
        length = 0;
        field = -1;
        int rank = Integer.MAX_VALUE;
        for (int i = 0; i < head.fields; i++) {
            if (!shows(head, i)) {
                continue;
            }
            int its = rank(head.field[i]);
            if (its < rank) {
                rank = its;
                bytes = shown;
                start = shownStart;
                length = shownLength;
                field = i;
            }
        }
    }

    /// Keeps the fields from travelling on that show the token which was judged, or any of ours: no Director is to see
    /// a token that was meant for us.
    ///
    /// @param judged whether the token that was found let the request in
    void withhold(Head head, boolean judged) {
        for (int i = 0; i < head.fields; i++) {
            if (judged && i == field || shows(head, i) && ours()) {
                head.field[i] = Field.WITHHELD;
            }
        }
    }

    private int rank(Field kind) {
        int place = kind == Field.AUTHORIZATION ? 0 : kind == Field.X_API_KEY ? 1 : 2;
        return ours() ? place : place + 3;
    }

    private boolean ours() {
        return Ascii.startsWith(shown, shownStart, shownStart + shownLength, OURS);
    }

    /// Whether field `i` shows a token.
    private boolean shows(Head head, int i) {
        return switch (head.field[i]) {
            case AUTHORIZATION -> authorization(head, head.valueStart[i], head.valueEnd[i]);
            case X_API_KEY -> take(head, head.valueStart[i], head.valueEnd[i]);
            case SEC_WEBSOCKET_PROTOCOL -> subprotocol(head, head.valueStart[i], head.valueEnd[i]);
            default -> false;
        };
    }

    private boolean authorization(Head head, int from, int to) {
        if (Ascii.startsWith(head.bytes, from, to, "bearer ")) {
            return take(head, from + "bearer ".length(), to);
        }
        if (Ascii.startsWith(head.bytes, from, to, "splunk ")) {
            return take(head, from + "splunk ".length(), to);
        }
        return Ascii.startsWith(head.bytes, from, to, "basic ") && basic(head, from + "basic ".length(), to);
    }

    private boolean basic(Head head, int from, int to) {
        try {
            var pair = Base64.getDecoder().decode(Arrays.copyOfRange(head.bytes, from, to));
            int colon = 0;
            while (colon < pair.length && pair[colon] != ':') {
                colon++;
            }
            shown = pair;
            shownStart = Math.min(colon + 1, pair.length);
            shownLength = pair.length - shownStart;
            return shownLength > 0;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    /// `Sec-WebSocket-Protocol: bearer, <token>`: browsers can send no other field with a WebSocket's handshake.
    private boolean subprotocol(Head head, int from, int to) {
        int at = from;
        if (!Ascii.startsWith(head.bytes, at, to, SUBPROTOCOL)) {
            return false;
        }
        at += SUBPROTOCOL.length();
        if (at == to || head.bytes[at++] != ',') {
            return false;
        }
        while (at < to && head.bytes[at] == ' ') {
            at++;
        }
        int first = at;
        while (at < to && head.bytes[at] != ',' && head.bytes[at] != ' ') {
            at++;
        }
        return take(head, first, at);
    }

    private boolean take(Head head, int from, int to) {
        int first = from;
        while (first < to && head.bytes[first] == ' ') {
            first++;
        }
        shown = head.bytes;
        shownStart = first;
        shownLength = to - first;
        return shownLength > 0;
    }
}
