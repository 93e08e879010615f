package dev.usher.gateway.estate;

import dev.usher.gateway.testkit.HttpText;
import dev.usher.membership.time.Ticker;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/// Sends numbered events over one keep-alive connection, one after the other, and writes down what came of
/// each. After a failure it connects anew, but never sends an event again. *Confined to its thread.*
final class Agent {

    private static final int BODY_BYTES = 1024;
    private static final int TIMEOUT_MILLIS = 20_000;
    private static final long PACE_MIN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long PACE_MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final String name;
    private final Door door;
    private final Consumer<Sent> told;
    private final Random random;
    private final Ticker ticker = Ticker.system();
    private final List<Sent> sent = new ArrayList<>();
    private @Nullable Socket socket;
    private InputStream in = InputStream.nullInputStream();
    private int connects;

    /// Where to send to.
    ///
    /// @param factory makes the connections, with or without TLS
    record Door(SocketFactory factory, int port, String token) {}

    Agent(int number, Door door, Consumer<Sent> told) {
        this.name = "a" + number;
        this.door = door;
        this.told = told;
        this.random = new Random(number);
    }

    /// Sends while `wanted`; an interrupt would end the connection in the middle of an event.
    List<Sent> run(BooleanSupplier wanted) {
        while (wanted.getAsBoolean()) {
            var result = send(sent.size() + 1);
            sent.add(result);
            told.accept(result);
            LockSupport.parkNanos(random.nextLong(PACE_MIN_NANOS, PACE_MAX_NANOS));
        }
        disconnect();
        return sent;
    }

    /// How often it had to connect.
    int connects() {
        return connects;
    }

    private Sent send(int number) {
        var id = name + "-" + number;
        var method = method(number);
        long at = ticker.epochMillis();
        long start = ticker.nanos();
        try {
            var socket = connected();
            socket.getOutputStream().write(request(method, id, work(number)));
            var head = HttpText.read(in);
            if (head == null) {
                throw new EOFException("closed without an answer");
            }
            var body = head.body(in);
            long took = ticker.nanos() - start;
            if (head.closes()) {
                disconnect();
            }
            var trouble = head.status() < 300 ? null : body;
            return new Sent(id, !method.equals("POST"), at, took, head.status(), head.field("x-director"), trouble);
        } catch (IOException e) {
            disconnect();
            return new Sent(id, !method.equals("POST"), at, ticker.nanos() - start, 0, null, e.toString());
        }
    }

    /// Every fourth event may be tried again.
    private static String method(int number) {
        return switch (number % 8) {
            case 3 -> "GET";
            case 7 -> "PUT";
            default -> "POST";
        };
    }

    /// How long its Director takes over it: mostly a few milliseconds, now and then long enough to be met by whatever
    /// happens.
    private Duration work(int number) {
        return Duration.ofMillis(number % 21 == 0 ? 300 : random.nextInt(8));
    }

    private byte[] request(String method, String id, Duration work) {
        int length = method.equals("GET") ? 0 : BODY_BYTES;
        var request = new StringBuilder(2 * BODY_BYTES)
                .append(method)
                .append(" /v1/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ")
                .append(door.token)
                .append("\r\nX-Request-Id: ")
                .append(id)
                .append("\r\nX-Work: ")
                .append(work.toMillis());
        if (length > 0) {
            request.append("\r\nContent-Length: ").append(length);
        }
        request.append("\r\n\r\n");
        if (length > 0) {
            var body = id + " ";
            request.append(body).repeat('x', length - body.length());
        }
        return request.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private Socket connected() throws IOException {
        if (socket == null) {
            connects++;
            socket = door.factory.createSocket("127.0.0.1", door.port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(TIMEOUT_MILLIS);
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
