package dev.usher.gateway.app.quickstart;

import java.io.IOException;
import java.net.ProtocolException;
import java.util.List;
import java.util.Locale;

/// The head of one HTTP/1 request, as far as a sample Director cares. *Immutable.*
///
/// @param length of the body in bytes, or [#CHUNKED]
record Request(String method, String path, long length, boolean continueExpected, boolean keepAlive) {

    static final long CHUNKED = -1;

    /// @param lines the request line and the header lines, without their line ends
    static Request parse(List<String> lines) throws IOException {
        var words = lines.getFirst().split(" ", -1);
        if (words.length != 3 || words[0].isEmpty() || !words[2].startsWith("HTTP/1.")) {
            throw new ProtocolException("request line");
        }
        var fields = new Fields(words[2].equals("HTTP/1.1"));
        lines.stream().skip(1).forEach(fields::read);
        if (fields.broken || (fields.chunked && fields.length > 0)) {
            throw new ProtocolException("header");
        }
        var length = fields.chunked ? CHUNKED : Math.max(0, fields.length);
        return new Request(words[0], path(words[1]), length, fields.continueExpected, fields.keepAlive);
    }

    boolean isHead() {
        return method.equals("HEAD");
    }

    boolean asks(String asked) {
        return path.equals(asked) && (method.equals("GET") || isHead());
    }

    /// The path of a request target, without its query; a proxy may send the absolute form.
    private static String path(String target) {
        var start = 0;
        var authority = target.indexOf("://");
        if (authority > 0 && !target.startsWith("/")) {
            start = target.indexOf('/', authority + 3);
        }
        var query = target.indexOf('?');
        return start < 0 ? "/" : target.substring(start, query < start ? target.length() : query);
    }

    /// What the header fields said so far.
    private static final class Fields {

        private long length = -1;
        private boolean chunked;
        private boolean continueExpected;
        private boolean keepAlive;
        private boolean broken;

        Fields(boolean keepAlive) {
            this.keepAlive = keepAlive;
        }

        void read(String line) {
            var colon = line.indexOf(':');
            if (colon < 1) {
                broken = true;
                return;
            }
            var value = line.substring(colon + 1).strip().toLowerCase(Locale.ROOT);
            switch (line.substring(0, colon).toLowerCase(Locale.ROOT)) {
                case "content-length" -> readLength(value);
                case "transfer-encoding" -> {
                    chunked = value.equals("chunked");
                    broken |= !chunked;
                }
                case "expect" -> continueExpected = value.equals("100-continue");
                case "connection" -> keepAlive &= !value.contains("close");
                default -> {}
            }
        }

        private void readLength(String value) {
            try {
                var read = Long.parseLong(value);
                broken |= read < 0 || (length >= 0 && length != read);
                length = read;
            } catch (NumberFormatException _) {
                broken = true;
            }
        }
    }
}
