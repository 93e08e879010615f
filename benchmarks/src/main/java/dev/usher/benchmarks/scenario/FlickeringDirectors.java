package dev.usher.benchmarks.scenario;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.usher.membership.time.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/// Directors that are well or not as they are told, to their sidecars at `/health`; at any other path they are well.
/// *Thread-safe.*
final class FlickeringDirectors implements AutoCloseable {

    private static final int BACKLOG = 64;

    private final List<One> all = new ArrayList<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(2);

    /// One Director.
    static final class One {

        private final Ticker ticker = Ticker.system();
        private final HttpServer server;
        private volatile Word word = new Word(true, new AtomicLong());

        /// What it says to its sidecar, and since when: one value, so that no answer counts for the wrong word.
        private record Word(boolean well, AtomicLong saidAt) {}

        private One(ExecutorService threads) throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
            server.setExecutor(threads);
            server.createContext("/", exchange -> answer(exchange, true));
            server.createContext("/health", this::tell);
            server.start();
        }

        private void tell(HttpExchange exchange) throws IOException {
            var now = word;
            now.saidAt.compareAndSet(0, ticker.nanos());
            answer(exchange, now.well);
        }

        private static void answer(HttpExchange exchange, boolean good) throws IOException {
            try (exchange) {
                exchange.sendResponseHeaders(good ? 204 : 503, -1);
            }
        }

        int port() {
            return server.getAddress().getPort();
        }

        /// Changes how it is.
        void turn(boolean nowWell) {
            word = new Word(nowWell, new AtomicLong());
        }

        /// When it first said so to its sidecar, by the monotonic clock; 0 before that.
        long saidAtNanos() {
            return word.saidAt.get();
        }
    }

    FlickeringDirectors(int count) throws IOException {
        for (var index = 0; index < count; index++) {
            all.add(new One(threads));
        }
    }

    List<One> all() {
        return List.copyOf(all);
    }

    @Override
    public void close() {
        all.forEach(one -> one.server.stop(0));
        threads.shutdownNow();
    }
}
