package dev.usher.gateway.testkit;

import dev.usher.membership.time.Ticker;
import java.io.BufferedInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A Director that writes down each event before it answers: `RecordingDirector NAME PORT LEDGER [ADDRESS]`.
///
/// An event is any request with `X-Request-Id`; it counts once its body is whole. One line of the ledger is one
/// write(2) to a file opened for appending, so that what was answered survives the Director's death, and its next life
/// writes on. `X-Work` asks for so many milliseconds between the note and the answer. Anything else, such as a check,
/// is answered and not noted.
public final class RecordingDirector implements AutoCloseable {

    private static final int BACKLOG = 1024;
    private static final String LOOPBACK = "127.0.0.1";

    private final String name;
    private final ServerSocket server;
    private final FileOutputStream ledger;

    private RecordingDirector(String name, InetSocketAddress address, String file) throws IOException {
        this.name = name;
        this.ledger = new FileOutputStream(file, true);
        this.server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(address, BACKLOG);
    }

    private static InetSocketAddress at(String address, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }

    /// One in this process, at a port of its own.
    public static RecordingDirector open(String name, Path ledger) {
        try {
            var director = new RecordingDirector(name, at(LOOPBACK, 0), ledger.toString());
            Thread.ofVirtual().start(director::serveUntilClosed);
            return director;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return server.getLocalPort();
    }

    public static void main(String[] arguments) throws IOException {
        var address = at(arguments.length > 3 ? arguments[3] : LOOPBACK, Integer.parseInt(arguments[1]));
        try (var director = new RecordingDirector(arguments[0], address, arguments[2])) {
            director.serve();
        }
    }

    private void serve() throws IOException {
        while (!server.isClosed()) {
            var socket = server.accept();
            Thread.ofVirtual().start(() -> attend(socket));
        }
    }

    private void serveUntilClosed() {
        try {
            serve();
        } catch (IOException closed) {
            // So its owner wanted it.
        }
    }

    private void attend(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            var in = new BufferedInputStream(socket.getInputStream(), 4096);
            var out = socket.getOutputStream();
            for (var head = HttpText.read(in); head != null; head = HttpText.read(in)) {
                answer(head, in.readNBytes(head.contentLength()), out);
            }
        } catch (IOException gone) {
            // The other end is gone, or this process is on its way out: nobody is left to be told.
        }
    }

    private void answer(HttpText head, byte[] body, OutputStream out) throws IOException {
        var event = head.field("x-request-id");
        if (body.length < head.contentLength()) {
            return;
        }
        if (event != null) {
            note(event, head, body);
            var work = head.field("x-work");
            if (work != null) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(Long.parseLong(work)));
            }
        }
        var response = "HTTP/1.1 200 OK\r\nX-Director: " + name + "\r\nContent-Length: 2\r\n\r\nok";
        out.write(response.getBytes(StandardCharsets.US_ASCII));
    }

    private void note(String event, HttpText head, byte[] body) throws IOException {
        var method = head.start().substring(0, head.start().indexOf(' '));
        var whole = body.length == 0 || new String(body, StandardCharsets.US_ASCII).startsWith(event + " ");
        var line = event + " " + Ticker.system().epochMillis() + " " + method + " " + (whole ? body.length : -1) + "\n";
        ledger.write(line.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() {
        try {
            server.close();
            ledger.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
