package dev.usher.membership.probe;

import dev.usher.membership.probe.ProbeResult.Cause;

/// Reads the first line of an HTTP answer, byte by byte, and judges it. *Confined to one check.*
final class StatusLine {

    private static final int LENGTH_MAX = 256;

    private final StringBuilder text = new StringBuilder(64);
    private boolean ended;

    boolean reading() {
        return !ended;
    }

    /// Takes the next byte, or -1 for the end of the stream.
    void accept(int octet) {
        ended = octet < 0 || octet == '\n' || text.length() == LENGTH_MAX;
        if (!ended && octet != '\r') {
            text.append(octet >= ' ' && octet < 0x7f ? (char) octet : '?');
        }
    }

    Cause cause() {
        if (text.isEmpty()) {
            return Cause.CLOSED;
        }
        if (!text.toString().matches("HTTP/\\d\\.\\d \\d{3}( .*)?")) {
            return Cause.BAD_ANSWER;
        }
        var status = status();
        return status >= 200 && status < 400 ? Cause.ANSWERED : Cause.BAD_STATUS;
    }

    String why() {
        return switch (cause()) {
            case CLOSED -> "closed without an answer";
            case BAD_ANSWER -> "answered \"" + text + "\" (expected: HTTP/1.1 and a status)";
            case BAD_STATUS -> "status " + status() + " (expected: 200..399)";
            default -> "status " + status();
        };
    }

    private int status() {
        return Integer.parseInt(text, 9, 12, 10);
    }
}
