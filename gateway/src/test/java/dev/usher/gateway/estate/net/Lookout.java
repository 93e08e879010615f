package dev.usher.gateway.estate.net;

import dev.usher.gateway.testkit.HttpText;
import dev.usher.membership.time.Ticker;
import io.vertx.core.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Asks one gateway many times a second what it sees, and keeps each change. *Thread-safe.*
final class Lookout {

    private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(75);
    private static final int CONNECT_MILLIS = 1_000;
    private static final int ANSWER_MILLIS = 5_000;

    private final byte[] request;
    private final int port;
    private final Ticker ticker = Ticker.system();
    private final List<Sight> sights = new CopyOnWriteArrayList<>();
    private volatile boolean over;

    /// @param port of its management API, on its loopback
    Lookout(int port, String token, String cluster) {
        this.port = port;
        this.request = ("GET /api/v1/clusters/" + cluster + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                        + token + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /// Looks until it is closed; on a thread that is where the gateway is.
    void run() {
        while (!over) {
            try (var socket = new Socket()) {
                socket.setTcpNoDelay(true);
                socket.setSoTimeout(ANSWER_MILLIS);
                socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), CONNECT_MILLIS);
                look(socket, new BufferedInputStream(socket.getInputStream()));
            } catch (IOException gone) {
                LockSupport.parkNanos(PACE_NANOS);
            }
        }
    }

    private void look(Socket socket, InputStream in) throws IOException {
        while (!over) {
            long asked = ticker.epochMillis();
            socket.getOutputStream().write(request);
            var head = HttpText.read(in);
            if (head == null || head.status() != 200) {
                throw new IOException("no answer");
            }
            note(sight(asked, new JsonObject(head.body(in))));
            LockSupport.parkNanos(PACE_NANOS);
        }
    }

    private void note(Sight sight) {
        if (sights.isEmpty() || !sights.getLast().same(sight)) {
            sights.add(sight);
        }
    }

    private static Sight sight(long asked, JsonObject cluster) {
        var directors = new HashMap<String, Sight.One>();
        for (var item : cluster.getJsonArray("directors")) {
            var director = (JsonObject) item;
            var sidecar = director.getJsonObject("sidecar");
            directors.put(
                    director.getString("name"),
                    new Sight.One(
                            director.getString("state"),
                            "connected".equals(director.getString("connection")),
                            sidecar == null ? "" : sidecar.getString("state")));
        }
        var quorum = cluster.getJsonObject("quorum");
        return new Sight(
                asked, quorum.getInteger("have"), quorum.getBoolean("ok"), quorum.getBoolean("connected"), directors);
    }

    /// What it saw last.
    @Nullable
    Sight now() {
        return sights.isEmpty() ? null : sights.getLast();
    }

    /// All that it saw between both moments, what it saw at the first included.
    List<Sight> between(long fromMillis, long toMillis) {
        int first = 0;
        for (int index = 0; index < sights.size() && sights.get(index).sinceMillis() <= fromMillis; index++) {
            first = index;
        }
        return sights.subList(first, sights.size()).stream()
                .filter(sight -> sight.sinceMillis() <= toMillis)
                .toList();
    }

    void close() {
        over = true;
    }
}
