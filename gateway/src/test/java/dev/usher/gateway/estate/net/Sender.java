package dev.usher.gateway.estate.net;

import dev.usher.gateway.testkit.HttpText;
import dev.usher.membership.time.Ticker;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Sends numbered events at a pace over one keep-alive connection. After a failure it connects anew, but never sends an
/// event again. *Confined to its thread.*
final class Sender {

    private static final int BODY_BYTES = 512;
    private static final int CONNECT_MILLIS = 3_000;
    private static final int ANSWER_MILLIS = 20_000;

    private final String name;
    private final String gateway;
    private final InetSocketAddress address;
    private final Consumer<Event> told;
    private final Ticker ticker = Ticker.system();
    private @Nullable Socket socket;
    private InputStream in = InputStream.nullInputStream();

    Sender(String name, String gateway, InetSocketAddress address, Consumer<Event> told) {
        this.name = name;
        this.gateway = gateway;
        this.address = address;
        this.told = told;
    }

    void run(BooleanSupplier wanted, long paceNanos) {
        long next = ticker.nanos();
        for (int number = 1; wanted.getAsBoolean(); number++) {
            told.accept(send(name + "-" + number));
            next = Math.max(next + paceNanos, ticker.nanos() - TimeUnit.SECONDS.toNanos(1));
            for (long left = next - ticker.nanos(); left > 0; left = next - ticker.nanos()) {
                LockSupport.parkNanos(left);
            }
        }
        disconnect();
    }

    private Event send(String id) {
        long at = ticker.epochMillis();
        try {
            connected().getOutputStream().write(request(id));
            var head = HttpText.read(in);
            if (head == null) {
                throw new EOFException("closed without an answer");
            }
            var body = head.body(in);
            if (head.closes()) {
                disconnect();
            }
            boolean ok = head.status() < 300;
            return new Event(
                    id, gateway, at, ticker.epochMillis(), head.status(), head.field("x-director"), ok ? null : body);
        } catch (IOException e) {
            disconnect();
            return new Event(id, gateway, at, ticker.epochMillis(), 0, null, e.toString());
        }
    }

    private static byte[] request(String id) {
        var body = id + " ";
        var text = "POST /v1/events HTTP/1.1\r\nHost: estate\r\nX-Request-Id: " + id + "\r\nContent-Length: "
                + BODY_BYTES + "\r\n\r\n" + body + "x".repeat(BODY_BYTES - body.length());
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private Socket connected() throws IOException {
        if (socket == null) {
            socket = new Socket();
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.connect(address, CONNECT_MILLIS);
            in = new BufferedInputStream(socket.getInputStream(), 4096);
        }
        return socket;
    }

    private void disconnect() {
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                // It is gone either way.
            }
            socket = null;
        }
    }
}
