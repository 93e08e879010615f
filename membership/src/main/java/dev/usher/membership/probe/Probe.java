package dev.usher.membership.probe;

import dev.usher.membership.probe.ProbeResult.Cause;
import dev.usher.membership.time.Ticker;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// One check of one target, over and over: opens a connection, asks, judges the answer, closes.
///
/// It promises an end within its timeout, counted over all its steps together: a peer that sends one byte now and then
/// gains no time. It blocks, so call it on a virtual thread. *Thread-safe: keeps nothing but the looked-up address.*
public final class Probe {

    private static final int DRAINED_BYTES = 8 * 1024;
    private static final Duration DRAINED_WITHIN = Duration.ofMillis(20);

    private final ProbeTarget target;
    private final Duration timeout;
    private final Ticker ticker;
    private final Lookup lookup;

    public Probe(ProbeTarget target, Duration timeout, Ticker ticker) {
        if (timeout.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("timeout: " + timeout + " (expected: at least 1ms)");
        }
        this.target = target;
        this.timeout = timeout;
        this.ticker = ticker;
        this.lookup = new Lookup(target.host());
    }

    /// Runs one check to its end. Never throws for anything that the peer or the network does.
    public ProbeResult run() {
        var deadline = new Deadline(ticker, timeout);
        try (var socket = new Socket()) {
            var address = lookup.address(deadline.leftNanos());
            if (address == null) {
                return result(deadline, Cause.UNRESOLVED, target.host() + " has no address");
            }
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(address, target.port()), deadline.leftMillis());
            return switch (target) {
                case ProbeTarget.Tcp _ -> result(deadline, Cause.ANSWERED, "connected");
                case ProbeTarget.Http http -> get(http, socket, deadline);
                case ProbeTarget.Grpc grpc -> ask(grpc, socket, deadline);
            };
        } catch (IOException e) {
            return failure(deadline, e);
        }
    }

    private ProbeResult get(ProbeTarget.Http http, Socket socket, Deadline deadline) throws IOException {
        socket.getOutputStream().write(request(http));
        var line = new StatusLine();
        while (line.reading()) {
            socket.setSoTimeout(deadline.leftMillis());
            line.accept(socket.getInputStream().read());
        }
        var result = result(deadline, line.cause(), line.why());
        drain(socket, new Deadline(ticker, min(DRAINED_WITHIN, Duration.ofNanos(deadline.leftNanosOrZero()))));
        return result;
    }

    private ProbeResult ask(ProbeTarget.Grpc grpc, Socket socket, Deadline deadline) throws IOException {
        socket.getOutputStream().write(HealthCall.request(authority(grpc)));
        var call = new HealthCall();
        while (call.reading()) {
            socket.setSoTimeout(deadline.leftMillis());
            call.accept(socket.getInputStream().read());
        }
        return result(deadline, call.cause(), call.why());
    }

    private static byte[] request(ProbeTarget.Http http) {
        var head = "GET " + http.path() + " HTTP/1.1\r\nHost: " + authority(http)
                + "\r\nUser-Agent: usher-probe\r\nAccept: */*\r\nConnection: close\r\n\r\n";
        return head.getBytes(StandardCharsets.US_ASCII);
    }

    private static String authority(ProbeTarget target) {
        var host = target.host();
        return (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + target.port();
    }

    /// Closing over unread bytes resets the connection, which a Director would log as an error at each check.
    private static void drain(Socket socket, Deadline deadline) {
        var scrap = new byte[1024];
        try {
            for (int read = 0, total = 0; read >= 0 && total < DRAINED_BYTES; total += read) {
                socket.setSoTimeout(deadline.leftMillis());
                read = socket.getInputStream().read(scrap);
            }
        } catch (IOException _) {
            // The answer is known; how the rest ends says nothing about health.
        }
    }

    private ProbeResult failure(Deadline deadline, IOException e) {
        var text = String.valueOf(e.getMessage());
        return switch (e) {
            case SocketTimeoutException _ ->
                result(deadline, Cause.TIMEOUT, "no answer in " + timeout.toMillis() + "ms");
            case ConnectException _ when text.contains("refused") -> result(deadline, Cause.REFUSED, text);
            case SocketException _ when text.contains("timed out") -> result(deadline, Cause.TIMEOUT, text);
            case SocketException _
            when text.contains("reset") || text.contains("Broken pipe") -> result(deadline, Cause.RESET, text);
            default -> result(deadline, Cause.UNREACHABLE, e.getClass().getSimpleName() + ": " + text);
        };
    }

    private static ProbeResult result(Deadline deadline, Cause cause, String why) {
        return new ProbeResult(cause, why, deadline.spentNanos());
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /// The time that all steps of a check share.
    private record Deadline(Ticker ticker, long start, long budget) {

        Deadline(Ticker ticker, Duration budget) {
            this(ticker, ticker.nanos(), budget.toNanos());
        }

        long spentNanos() {
            return ticker.nanos() - start;
        }

        long leftNanosOrZero() {
            return Math.max(0, budget - spentNanos());
        }

        long leftNanos() throws SocketTimeoutException {
            var left = leftNanosOrZero();
            if (left == 0) {
                throw new SocketTimeoutException();
            }
            return left;
        }

        /// Rounded up, as a socket takes zero for no timeout at all.
        int leftMillis() throws SocketTimeoutException {
            return (int) Math.min(Integer.MAX_VALUE, TimeUnit.NANOSECONDS.toMillis(leftNanos() + 999_999));
        }
    }
}
