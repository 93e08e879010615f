package dev.usher.gateway.data.account;

import dev.usher.gateway.core.exchange.Cause;
import dev.usher.gateway.core.exchange.Closed;

/// Lines of the access log on their way out. *Confined to one thread.*
final class LogLines {

    private static final int FULL_BYTES = 64 * 1024;

    private final LineBuffer buffer = new LineBuffer(FULL_BYTES + 8 * 1024);
    private final LineFormat format;
    private int count;

    LogLines(AccessLog.Format format) {
        this.format = switch (format) {
            case TEXT -> new TextLine();
            case JSON -> new JsonLine();
        };
    }

    void add(Closed closed) {
        format.line(closed, buffer);
        count++;
    }

    void addSuppressed(long epochSecond, Cause cause, long suppressed) {
        format.suppressed(epochSecond, cause, suppressed, buffer);
        count++;
    }

    /// Whether it is time to write them.
    boolean full() {
        return buffer.length() >= FULL_BYTES;
    }

    int count() {
        return count;
    }

    byte[] bytes() {
        return buffer.bytes();
    }

    int length() {
        return buffer.length();
    }

    void clear() {
        buffer.clear();
        count = 0;
    }
}
