package dev.usher.gateway.data.relay.http;

/// The header fields that mean something to a gateway; every other one is [#OTHER] and passes untouched.
enum Field {
    OTHER(""),
    HOST("host"),
    CONTENT_LENGTH("content-length"),
    TRANSFER_ENCODING("transfer-encoding"),
    CONNECTION("connection"),
    KEEP_ALIVE("keep-alive"),
    PROXY_CONNECTION("proxy-connection"),
    TE("te"),
    UPGRADE("upgrade"),
    HTTP2_SETTINGS("http2-settings"),
    EXPECT("expect"),
    AUTHORIZATION("authorization"),
    PROXY_AUTHORIZATION("proxy-authorization"),
    PROXY_AUTHENTICATE("proxy-authenticate"),
    X_API_KEY("x-api-key"),
    SEC_WEBSOCKET_PROTOCOL("sec-websocket-protocol"),
    FORWARDED("forwarded"),
    X_FORWARDED_FOR("x-forwarded-for"),
    X_FORWARDED_PROTO("x-forwarded-proto"),
    X_FORWARDED_HOST("x-forwarded-host"),
    X_FORWARDED_PORT("x-forwarded-port"),
    X_REQUEST_ID("x-request-id"),
    /// `X-Usher-` and anything behind it: ours to set, never to take from outside.
    X_USHER("x-usher-"),
    /// A field that shows a credential which the Director is not to see.
    WITHHELD("");

    private static final int LONGEST = 22;
    private static final Field[][] BY_LENGTH = byLength();

    private final String text;

    Field(String text) {
        this.text = text;
    }

    /// The field whose name stands in `bytes` from `start` to `end`, in any case, `_` read as `-`.
    static Field of(byte[] bytes, int start, int end) {
        int length = end - start;
        if (length <= LONGEST) {
            for (var field : BY_LENGTH[length]) {
                if (field.matches(bytes, start, length)) {
                    return field;
                }
            }
        }
        return length > X_USHER.text.length() && X_USHER.matches(bytes, start, X_USHER.text.length()) ? X_USHER : OTHER;
    }

    /// Whether the field belongs to one connection and must not travel on (RFC 9110, 7.6.1).
    boolean hopByHop() {
        return switch (this) {
            case CONNECTION,
                    KEEP_ALIVE,
                    PROXY_CONNECTION,
                    TE,
                    UPGRADE,
                    HTTP2_SETTINGS,
                    TRANSFER_ENCODING,
                    PROXY_AUTHORIZATION,
                    PROXY_AUTHENTICATE -> true;
            case OTHER,
                    HOST,
                    CONTENT_LENGTH,
                    EXPECT,
                    AUTHORIZATION,
                    X_API_KEY,
                    SEC_WEBSOCKET_PROTOCOL,
                    FORWARDED,
                    X_FORWARDED_FOR,
                    X_FORWARDED_PROTO,
                    X_FORWARDED_HOST,
                    X_FORWARDED_PORT,
                    X_REQUEST_ID,
                    X_USHER,
                    WITHHELD -> false;
        };
    }

    private boolean matches(byte[] bytes, int start, int length) {
        for (int i = 0; i < length; i++) {
            if (Ascii.fold(bytes[start + i]) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static Field[][] byLength() {
        var table = new Field[LONGEST + 1][];
        for (int length = 0; length <= LONGEST; length++) {
            int wanted = length;
            table[length] = java.util.Arrays.stream(values())
                    .filter(field -> !field.text.isEmpty() && field.text.length() == wanted)
                    .toArray(Field[]::new);
        }
        return table;
    }
}
