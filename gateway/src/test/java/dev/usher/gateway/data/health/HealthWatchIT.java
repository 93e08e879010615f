package dev.usher.gateway.data.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.usher.gateway.core.exchange.Cause;
import dev.usher.gateway.core.signal.Signal;
import dev.usher.gateway.core.signal.Signals;
import dev.usher.gateway.core.snapshot.Cluster.Policy;
import dev.usher.gateway.core.snapshot.Director;
import dev.usher.gateway.data.load.LoadTable;
import dev.usher.gateway.testkit.Estates;
import dev.usher.membership.time.Ticker;
import dev.usher.membership.time.Timers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HealthWatchIT {

    private static final Duration OFTEN = Duration.ofMillis(100);

    /// Longer than any test waits: a check that comes in time was brought forward.
    private static final Duration HARDLY_EVER = Duration.ofMinutes(5);

    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final LoadTable loads = new LoadTable();
    private final BlockingQueue<Signal.HealthChanged> changes = new LinkedBlockingQueue<>();
    private final BlockingQueue<Cause> ended = new LinkedBlockingQueue<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private volatile boolean hangs;
    private HttpServer server = start(0);
    private HealthWatch watch = watching();

    @AfterEach
    void end() {
        released.countDown();
        watch.close();
        server.stop(0);
        scheduler.shutdownNow();
        workers.shutdownNow();
    }

    @Test
    void aKilledDirectorIsOut() throws InterruptedException {
        isUp(OFTEN);

        server.stop(0);

        assertThat(next().reason()).startsWith("refused 127.0.0.1:");
        assertThat(ended.take()).isEqualTo(Cause.DIRECTOR_RESET);
    }

    @Test
    void aHungDirectorIsOut() throws InterruptedException {
        isUp(OFTEN, Duration.ofMillis(400));

        hangs = true;

        assertThat(next().reason()).startsWith("timeout 127.0.0.1:");
        assertThat(ended.take()).isEqualTo(Cause.DIRECTOR_TIMEOUT);
    }

    @Test
    void aReturningDirectorIsBack() throws InterruptedException {
        isUp(OFTEN);
        int port = server.getAddress().getPort();
        server.stop(0);
        assertThat(next().healthy()).isFalse();

        server = start(port);

        assertThat(next().healthy()).isTrue();
        assertThat(loads.of(director()).fit()).isTrue();
    }

    @Test
    void anEjectedDirectorThatIsDeadIsDownAtOnce() throws InterruptedException {
        isUp(HARDLY_EVER);
        server.stop(0);

        eject();

        assertThat(next().reason()).isEqualTo("refused by traffic");
        assertThat(next().reason()).startsWith("refused 127.0.0.1:");
    }

    @Test
    void anEjectedDirectorThatIsWellReturnsAtOnce() throws InterruptedException {
        isUp(HARDLY_EVER);

        eject();

        assertThat(next().healthy()).isFalse();
        assertThat(next().healthy()).isTrue();
    }

    private void isUp(Duration interval) throws InterruptedException {
        isUp(interval, Duration.ofSeconds(5));
    }

    private void isUp(Duration interval, Duration timeout) throws InterruptedException {
        watch.apply(Estates.snapshot(
                1, Estates.cluster(Policy.LEAST_REQUESTS, Estates.check(interval, timeout), List.of(director()))));
        assertThat(next().healthy()).isTrue();
    }

    private void eject() {
        var load = loads.of(director());
        assertThat(load.eject("refused by traffic", Ticker.system().nanos())).isTrue();
        watch.ejected(load);
    }

    private Director director() {
        return Estates.director("director-1", server.getAddress().getPort());
    }

    private HealthWatch watching() {
        var signals = new Signals();
        signals.subscribe(signal -> changes.add((Signal.HealthChanged) signal));
        return new HealthWatch(loads, signals, Ticker.system(), Timers.on(scheduler), (_, cause) -> ended.add(cause));
    }

    private Signal.HealthChanged next() throws InterruptedException {
        var change = changes.poll(10, TimeUnit.SECONDS);
        assertThat(change).as("a change of health").isNotNull();
        return change;
    }

    private HttpServer start(int port) {
        try {
            var fresh = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            fresh.setExecutor(workers);
            fresh.createContext("/health", exchange -> {
                awaitReleaseWhileHanging();
                exchange.sendResponseHeaders(204, -1);
                exchange.close();
            });
            fresh.start();
            return fresh;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitReleaseWhileHanging() {
        try {
            if (hangs) {
                released.await();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
