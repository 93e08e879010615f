package dev.usher.gateway.app.quickstart;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// Answers one connection to a sample Director: keep-alive, pipelining, `Expect: 100-continue`, `HEAD`, bodies of any
/// size.
/// *Confined to one thread.*
final class DirectorConnection implements Runnable {

    private static final int IDLE_MILLIS = 10 * 60 * 1000;

    private final String name;
    private final Tally tally;
    private final Socket socket;

    DirectorConnection(String name, Tally tally, Socket socket) {
        this.name = name;
        this.tally = tally;
        this.socket = socket;
    }

    @Override
    public void run() {
        try (socket) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(IDLE_MILLIS);
            serve(new Wire(socket.getInputStream()), socket.getOutputStream());
        } catch (IOException _) {
            // The peer went away or was silent for too long; nobody is left to be told.
        }
    }

    private void serve(Wire in, OutputStream out) throws IOException {
        try {
            var open = true;
            while (open) {
                var lines = in.head();
                open = !lines.isEmpty() && answer(Request.parse(lines), in, out);
            }
        } catch (ProtocolException wrong) {
            out.write(reply("400 Bad Request", wrong.getMessage() + "\n", false, false));
        }
    }

    private boolean answer(Request request, Wire in, OutputStream out) throws IOException {
        if (request.continueExpected() && request.length() != 0 && !in.holdsMore()) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        var bytes = receive(request, in);
        out.write(reply("200 OK", body(request, bytes), request.isHead(), request.keepAlive()));
        return request.keepAlive();
    }

    private static long receive(Request request, Wire in) throws IOException {
        if (request.length() == Request.CHUNKED) {
            return in.skipChunks();
        }
        in.skip(request.length());
        return request.length();
    }

    /// Probes and the question for the count itself are not counted.
    private String body(Request request, long bytes) {
        if (request.asks("/_count")) {
            return tally.json();
        }
        if (!request.asks("/health")) {
            tally.add(bytes);
        }
        return "{\"director\":\"" + name + "\",\"bytes\":" + bytes + "}\n";
    }

    private byte[] reply(String status, String body, boolean headOnly, boolean keepAlive) {
        var head = "HTTP/1.1 " + status + "\r\nX-Director: " + name
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                + (keepAlive ? "\r\n\r\n" : "\r\nConnection: close\r\n\r\n");
        return (headOnly ? head : head + body).getBytes(StandardCharsets.ISO_8859_1);
    }
}
