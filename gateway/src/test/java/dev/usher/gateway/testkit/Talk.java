package dev.usher.gateway.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// One connection of a [StubDirector]: reads requests as sloppily as servers do, writes whatever it is told to.
public final class Talk {

    private static final int RECORDED_BYTES_MAX = 1 << 20;

    private final Socket socket;
    private final InputStream in;
    private final List<Received> received;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable IOException trouble;

    Talk(Socket socket, List<Received> received) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
        this.received = received;
    }

    public Socket socket() {
        return socket;
    }

    /// The next request with its body; null when the gateway ended the connection.
    public @Nullable Received request() throws IOException {
        var request = head();
        if (request != null) {
            readBody(request);
        }
        return request;
    }

    /// The next request's head; null when the gateway ended the connection before it.
    public @Nullable Received head() throws IOException {
        var line = line();
        while (line != null && line.isEmpty()) {
            line = line();
        }
        if (line == null) {
            return null;
        }
        var request = new Received(line, lines(), new StringBuilder(), new ArrayList<>());
        received.add(request);
        return request;
    }

    private List<String> lines() throws IOException {
        var lines = new ArrayList<String>();
        for (var line = line(); ; line = line()) {
            if (line == null) {
                throw new EOFException("in a head: " + lines);
            }
            if (line.isEmpty()) {
                return lines;
            }
            lines.add(line);
        }
    }

    /// Reads the body of `request` to its end.
    public void readBody(Received request) throws IOException {
        if (request.chunked()) {
            chunks(request);
            return;
        }
        var lengths = request.all("content-length");
        if (!lengths.isEmpty()) {
            take(request, Long.parseLong(lengths.getLast()));
        }
    }

    private void chunks(Received request) throws IOException {
        while (true) {
            var line = line();
            if (line == null) {
                throw new EOFException("before a chunk");
            }
            int size = Integer.parseInt(line.split(";", -1)[0].strip(), 16);
            if (size == 0) {
                request.trailers().addAll(lines());
                return;
            }
            take(request, size);
            line();
        }
    }

    private void take(Received request, long count) throws IOException {
        for (long i = 0; i < count; i++) {
            request.body().append((char) need());
        }
    }

    /// Reads `count` bytes and forgets them.
    public void skip(long count) throws IOException {
        long left = count;
        var buffer = new byte[64 * 1024];
        while (left > 0) {
            int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (read < 0) {
                throw new EOFException(left + " bytes short");
            }
            left -= read;
        }
    }

    /// Reads whatever comes until the gateway ends the connection, and returns how much that was.
    public long drain() throws IOException {
        return in.transferTo(java.io.OutputStream.nullOutputStream());
    }

    /// Reads a chunked body to its end, forgets it, and returns how much that was.
    public long drainChunks() throws IOException {
        long total = 0;
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            skip(size);
            total += size;
            line();
        }
        lines();
        return total;
    }

    private int chunkSize() throws IOException {
        var line = line();
        if (line == null) {
            throw new EOFException("before a chunk");
        }
        return Integer.parseInt(line, 16);
    }

    /// Reads `count` bytes of a body and returns them.
    public String read(int count) throws IOException {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append((char) need());
        }
        return text.toString();
    }

    private int need() throws IOException {
        int b = in.read();
        if (b < 0) {
            throw new EOFException();
        }
        record(b);
        return b;
    }

    /// The next line without its end, which may be a bare LF; null at the end.
    private @Nullable String line() throws IOException {
        var line = new StringBuilder();
        for (int b = in.read(); b >= 0; b = in.read()) {
            record(b);
            if (b == '\n') {
                int length = line.length();
                if (length > 0 && line.charAt(length - 1) == '\r') {
                    line.setLength(length - 1);
                }
                return line.toString();
            }
            line.append((char) b);
        }
        ended.countDown();
        return line.isEmpty() ? null : line.toString();
    }

    private synchronized void record(int b) {
        if (bytes.size() < RECORDED_BYTES_MAX) {
            bytes.write(b);
        }
    }

    /// All that was read of heads and recorded bodies, byte for byte.
    public synchronized String bytes() {
        return bytes.toString(ISO_8859_1);
    }

    /// Answers 200 with `body`.
    public void ok(String body) throws IOException {
        send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    /// Writes `text` at once.
    public void send(String text) throws IOException {
        send(text.getBytes(ISO_8859_1));
    }

    public void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /// Breaks the connection.
    public void reset() {
        Faults.reset(socket);
    }

    /// Waits until the gateway has ended the connection; whatever still comes is dropped.
    public void awaitEnd() throws IOException {
        drain();
        ended.countDown();
    }

    void broken(IOException why) {
        trouble = why;
        ended.countDown();
    }

    /// How the connection broke; null when it did not.
    public @Nullable IOException trouble() {
        return trouble;
    }

    /// Whether the gateway has ended the connection.
    public boolean ended() {
        return ended.getCount() == 0;
    }
}
