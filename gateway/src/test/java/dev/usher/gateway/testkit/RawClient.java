package dev.usher.gateway.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;

/// A client of raw sockets: sends bytes in chosen pieces and reads as strictly as the gateway should write.
public final class RawClient implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket;
    private final InputStream in;

    private RawClient(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
    }

    public static RawClient connect(int port) throws IOException {
        return new RawClient(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /// Comes from `source`, an address of the loopback network.
    public static RawClient connectFrom(String source, int port) throws IOException {
        return new RawClient(new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(source), 0));
    }

    /// Takes no more than a little at a time from the kernel.
    public static RawClient slow(int port) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return new RawClient(socket);
    }

    public static RawClient tls(int port, SSLContext context, String... protocols) throws IOException {
        var plain = new Socket(InetAddress.getLoopbackAddress(), port);
        var socket = (javax.net.ssl.SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", port, true);
        if (protocols.length > 0) {
            socket.setEnabledProtocols(protocols);
        }
        socket.startHandshake();
        return new RawClient(socket);
    }

    public Socket socket() {
        return socket;
    }

    /// Sends each piece as a write of its own.
    public RawClient send(String... pieces) throws IOException {
        for (var piece : pieces) {
            socket.getOutputStream().write(piece.getBytes(ISO_8859_1));
            socket.getOutputStream().flush();
        }
        return this;
    }

    /// Says that nothing more will be sent.
    public RawClient finish() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /// Sends a GET and reads the reply.
    public Reply get(String path) throws IOException {
        return send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n").reply();
    }

    /// Sends a POST and reads the reply.
    public Reply post(String path, String body) throws IOException {
        return send("POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                .reply();
    }

    /// Reads the next reply, to a request that was not HEAD; skips no interim ones.
    public Reply reply() throws IOException {
        return reply(false);
    }

    /// Reads the next reply.
    ///
    /// @param head whether it is one to HEAD, so that it has no body whatever its fields say
    public Reply reply(boolean head) throws IOException {
        var line = line();
        var fields = new ArrayList<String>();
        for (var field = line(); !field.isEmpty(); field = line()) {
            fields.add(field);
        }
        var bare = new Reply(line, fields, "", List.of(), true);
        int status = bare.status();
        if (head || status < 200 || status == 204 || status == 304) {
            return bare;
        }
        var body = new StringBuilder();
        var trailers = new ArrayList<String>();
        boolean whole = body(bare, body, trailers);
        return new Reply(line, fields, body.toString(), trailers, whole);
    }

    private boolean body(Reply reply, StringBuilder body, List<String> trailers) throws IOException {
        var length = reply.field("content-length");
        var coding = reply.field("transfer-encoding");
        try {
            if (!coding.isEmpty()) {
                if (!coding.equals("chunked") || !length.isEmpty()) {
                    throw new AssertionError("framed in an odd way: " + reply.fields());
                }
                chunks(body, trailers);
                return true;
            }
            if (!length.isEmpty()) {
                take(body, Long.parseLong(length));
                return true;
            }
            return untilClose(body);
        } catch (EOFException | SocketException | javax.net.ssl.SSLException brokenOff) {
            return false;
        }
    }

    private void chunks(StringBuilder body, List<String> trailers) throws IOException {
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            take(body, size);
            if (!line().isEmpty()) {
                throw new AssertionError("a chunk without its end");
            }
        }
        for (var line = line(); !line.isEmpty(); line = line()) {
            trailers.add(line);
        }
    }

    private void take(StringBuilder body, long count) throws IOException {
        for (long i = 0; i < count; i++) {
            body.append((char) need());
        }
    }

    private boolean untilClose(StringBuilder body) throws IOException {
        for (int b = in.read(); b >= 0; b = in.read()) {
            body.append((char) b);
        }
        return true;
    }

    /// Reads the next reply, forgets it, and returns how long its body was.
    public long bodyBytes() throws IOException {
        long length = -1;
        boolean status = true;
        for (var line = line(); !line.isEmpty(); line = line()) {
            if (status && !line.startsWith("HTTP/1.1 200")) {
                throw new AssertionError(line);
            }
            status = false;
            if (line.startsWith("Content-Length: ")) {
                length = Long.parseLong(line.substring("Content-Length: ".length()));
            }
        }
        if (length >= 0) {
            skip(length);
            return length;
        }
        long total = 0;
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            skip(size);
            total += size;
            line();
        }
        line();
        return total;
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

    /// All that comes until the gateway ends the connection, reset or not.
    public String rest() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try {
            in.transferTo(bytes);
        } catch (SocketException reset) {
            bytes.write(new byte[0]);
        }
        return bytes.toString(ISO_8859_1);
    }

    /// Whether the gateway has ended the connection, and nothing came before its end.
    public boolean ended() throws IOException {
        return rest().isEmpty();
    }

    /// Reads to the end; whether that was in order, and not a reset or, with TLS, a missing farewell.
    public boolean endsInOrder() {
        try {
            in.transferTo(java.io.OutputStream.nullOutputStream());
            return true;
        } catch (IOException broken) {
            return false;
        }
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        while (true) {
            int b = need();
            if (b == '\r') {
                if (need() != '\n') {
                    throw new AssertionError("a bare CR behind " + line);
                }
                return line.toString();
            }
            if (b == '\n') {
                throw new AssertionError("a bare LF behind " + line);
            }
            line.append((char) b);
        }
    }

    private int need() throws IOException {
        int b = in.read();
        if (b < 0) {
            throw new EOFException();
        }
        return b;
    }

    /// Breaks the connection.
    public void reset() {
        Faults.reset(socket);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
