package dev.usher.gateway.app.quickstart;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads HTTP/1 from a stream through one buffer: lines, bodies of a known length, chunked bodies. Both ends of the
/// quickstart use it: the sample Director for requests, the supervisor for the replies it waits for.
/// *Confined to one thread.*
final class Wire {

    private static final int LINE_MAX = 16 * 1024;
    private static final int LINES_MAX = 200;

    private final InputStream in;
    private final byte[] buffer = new byte[8 * 1024];
    private int position;
    private int limit;

    Wire(InputStream in) {
        this.in = in;
    }

    /// Whether more was received already than was read: a pipelined request.
    boolean holdsMore() {
        return position < limit;
    }

    /// The lines up to the empty one, or none when the stream ended before the first.
    List<String> head() throws IOException {
        var lines = new ArrayList<String>();
        if (!fill()) {
            return lines;
        }
        for (var line = line(); !line.isEmpty() || lines.isEmpty(); line = line()) {
            if (lines.size() == LINES_MAX) {
                throw new ProtocolException("header lines: more than " + LINES_MAX);
            }
            if (!line.isEmpty()) {
                lines.add(line);
            }
        }
        return lines;
    }

    /// Reads and forgets a body of that many bytes.
    void skip(long bytes) throws IOException {
        for (var left = bytes; left > 0; ) {
            if (!fill()) {
                throw new EOFException("body: " + left + " bytes missing");
            }
            var taken = (int) Math.min(left, limit - position);
            position += taken;
            left -= taken;
        }
    }

    /// Reads and forgets a chunked body with its trailers, and says how long it was.
    long skipChunks() throws IOException {
        var total = 0L;
        for (var size = chunkSize(); size > 0; size = chunkSize()) {
            skip(size);
            total += size;
            if (!line().isEmpty()) {
                throw new ProtocolException("chunk: longer than its size");
            }
        }
        for (var lines = 0; !line().isEmpty(); lines++) {
            if (lines == LINES_MAX) {
                throw new ProtocolException("trailer lines: more than " + LINES_MAX);
            }
        }
        return total;
    }

    private long chunkSize() throws IOException {
        var line = line();
        var end = line.indexOf(';');
        var digits = (end < 0 ? line : line.substring(0, end)).strip();
        try {
            var size = Long.parseLong(digits, 16);
            if (size >= 0 && !digits.startsWith("+")) {
                return size;
            }
        } catch (NumberFormatException _) {
            // Told below.
        }
        throw new ProtocolException("chunk size: " + digits);
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        while (fill()) {
            var start = position;
            while (position < limit && buffer[position] != '\n') {
                position++;
            }
            line.append(new String(buffer, start, position - start, StandardCharsets.ISO_8859_1));
            if (position < limit) {
                position++;
                var length = line.length();
                return length > 0 && line.charAt(length - 1) == '\r' ? line.substring(0, length - 1) : line.toString();
            }
            if (line.length() > LINE_MAX) {
                throw new ProtocolException("line: longer than " + LINE_MAX);
            }
        }
        throw new EOFException("line");
    }

    private boolean fill() throws IOException {
        if (position < limit) {
            return true;
        }
        position = 0;
        limit = Math.max(0, in.read(buffer));
        return limit > 0;
    }
}
