package dev.usher.gateway.data.relay.http;

import java.nio.charset.StandardCharsets;

/// The characters of HTTP/1.1 heads (RFC 9110, 5.6.2; RFC 9112, 3.2) and the few comparisons made of them.
final class Ascii {

    private static final byte TOKEN = 1;
    private static final byte TARGET = 2;
    private static final byte VALUE = 4;
    private static final byte HOST = 8;

    private static final byte[] CLASS = classes();
    private static final byte[] FOLD = folds();

    private Ascii() {}

    /// Whether `b` may stand in a method or a field name.
    static boolean token(byte b) {
        return (CLASS[b & 0xff] & TOKEN) != 0;
    }

    /// Whether `b` may stand in a request target.
    static boolean target(byte b) {
        return (CLASS[b & 0xff] & TARGET) != 0;
    }

    /// Whether `b` may stand in a field value: visible characters, space, tab and obs-text.
    static boolean value(byte b) {
        return (CLASS[b & 0xff] & VALUE) != 0;
    }

    /// Whether `b` may stand in a host name.
    static boolean host(byte b) {
        return (CLASS[b & 0xff] & HOST) != 0;
    }

    /// `b` in lower case, `_` as `-`: two names that some server might take for one are one.
    static byte fold(byte b) {
        return FOLD[b & 0xff];
    }

    /// Whether `bytes` from `start` to `end` is `text` (lower case), in any case.
    static boolean is(byte[] bytes, int start, int end, String text) {
        return end - start == text.length() && startsWith(bytes, start, end, text);
    }

    /// Whether `bytes` from `start` to `end` starts with `text` (lower case), in any case.
    static boolean startsWith(byte[] bytes, int start, int end, String text) {
        if (end - start < text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (lower(bytes[start + i]) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] classes() {
        var classes = new byte[256];
        for (int c = 0x21; c < 0x7f; c++) {
            classes[c] |= VALUE;
            if ("\"(),/:;<=>?@[\\]{}".indexOf(c) < 0) {
                classes[c] |= TOKEN;
            }
            if ("\"#<>\\^`{|}".indexOf(c) < 0) {
                classes[c] |= TARGET;
            }
            if ("\"#,/:<>?@[\\]^`{|}".indexOf(c) < 0) {
                classes[c] |= HOST;
            }
        }
        for (int c = 0x80; c < 0x100; c++) {
            classes[c] |= VALUE;
        }
        classes[' '] |= VALUE;
        classes['\t'] |= VALUE;
        return classes;
    }

    private static byte[] folds() {
        var folds = new byte[256];
        for (int c = 0; c < 256; c++) {
            folds[c] = (byte) (c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c == '_' ? '-' : c);
        }
        return folds;
    }
}
