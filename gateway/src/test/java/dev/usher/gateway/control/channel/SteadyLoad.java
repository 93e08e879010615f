package dev.usher.gateway.control.channel;

import dev.usher.membership.time.Ticker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/// A few Agents who ask one after the other, and how long they wait for their answers.
final class SteadyLoad implements AutoCloseable {

    private static final int AGENTS = 4;
    private static final long PAUSE_NANOS = 5_000_000;

    private final Ticker ticker = Ticker.system();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpRequest request;
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final StringBuilder report = new StringBuilder();

    SteadyLoad(int port) {
        this.request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                .GET()
                .build();
    }

    /// Sends for as long as `action` takes.
    void during(String name, Runnable action) {
        var latencies = new CopyOnWriteArrayList<Long>();
        var agents = new ArrayList<Agent>();
        for (int i = 0; i < AGENTS; i++) {
            agents.add(new Agent(latencies));
        }
        try {
            action.run();
        } finally {
            agents.forEach(Agent::end);
        }
        var sorted = latencies.stream().sorted().toList();
        report.append("%s: %d requests, p50 %d us, p99 %d us, max %d us; "
                .formatted(name, sorted.size(), at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1)));
    }

    private static long at(List<Long> sorted, double quantile) {
        return sorted.isEmpty() ? 0 : sorted.get((int) Math.min(sorted.size() - 1, sorted.size() * quantile)) / 1_000;
    }

    List<String> failures() {
        return failures;
    }

    private final class Agent {
        private final Thread thread;
        private volatile boolean ended;

        Agent(List<Long> latencies) {
            this.thread = Thread.ofPlatform().daemon().start(() -> {
                while (!ended) {
                    long start = ticker.nanos();
                    ask();
                    latencies.add(ticker.nanos() - start);
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            });
        }

        private void ask() {
            try {
                var answer = client.send(request, BodyHandlers.ofString());
                if (answer.statusCode() != 200) {
                    failures.add(answer.statusCode() + " " + answer.body());
                }
            } catch (IOException e) {
                failures.add(e.toString());
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        void end() {
            ended = true;
            try {
                thread.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public String toString() {
        return report.toString();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
