package dev.usher.gateway.estate;

import dev.usher.membership.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/// Many Agents at once. *Thread-safe.*
final class Load implements AutoCloseable {

    private static final int SECONDS_TO_END = 30;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, LongAdder> answered = new ConcurrentHashMap<>();
    private final List<Agent> agents;
    private final List<Future<List<Sent>>> running;
    private final Ticker ticker = Ticker.system();
    private final long startNanos = ticker.nanos();
    private final long startMillis = ticker.epochMillis();
    private volatile boolean over;

    private Load(int count, Agent.Door door) {
        agents = IntStream.rangeClosed(1, count)
                .mapToObj(number -> new Agent(number, door, this::told))
                .toList();
        running = agents.stream()
                .map(agent -> threads.submit(() -> agent.run(() -> !over)))
                .toList();
    }

    static Load start(int agents, Agent.Door door) {
        return new Load(agents, door);
    }

    private void told(Sent sent) {
        var director = sent.director();
        if (sent.ok() && director != null) {
            answered.computeIfAbsent(director, _ -> new LongAdder()).increment();
        }
    }

    /// How many events `director` has answered so far.
    long answeredBy(String director) {
        var count = answered.get(director);
        return count == null ? 0 : count.sum();
    }

    long startMillis() {
        return startMillis;
    }

    Duration age() {
        return Duration.ofNanos(ticker.nanos() - startNanos);
    }

    /// Lets every Agent finish what it has begun.
    ///
    /// @return all that was sent
    List<Sent> stop() {
        over = true;
        try {
            var all = new ArrayList<Sent>();
            for (var result : running) {
                all.addAll(result.get(SECONDS_TO_END, TimeUnit.SECONDS));
            }
            return all;
        } catch (Exception e) {
            throw new AssertionError("an Agent did not come to its end", e);
        }
    }

    int connects() {
        return agents.stream().mapToInt(Agent::connects).sum();
    }

    @Override
    public void close() {
        over = true;
        threads.shutdownNow();
    }
}
