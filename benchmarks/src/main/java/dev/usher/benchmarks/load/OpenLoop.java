package dev.usher.benchmarks.load;

import dev.usher.membership.time.Ticker;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Sends one request over and over at a fixed rate, whether or not the answers keep up.
///
/// One thread of its own; every window opens its connections anew. *Confined to the thread that made it.*
public final class OpenLoop implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofMillis(500);
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final Ticker ticker = Ticker.system();
    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final EventLoop loop = group.next();
    private final ByteBuf request;

    /// `request` is a whole HTTP/1.1 request, body included.
    public OpenLoop(byte[] request) {
        this.request = Unpooled.directBuffer().writeBytes(request);
        loop.execute(OpenLoop::wakeOnTime);
    }

    /// Runs one window and waits for its end.
    public Latencies run(Target target, int connections, double rate, Duration duration) throws InterruptedException {
        var start = ticker.nanos() + CONNECT.toNanos();
        var window = new Window(ticker, loop, Arrivals.during(start, rate, duration.toNanos()));
        var opened = new ArrayList<Connection>();
        try {
            for (var left = connections; left > 0; left--) {
                var connection = new Connection(request, window);
                target.connect(group, connection);
                opened.add(connection);
            }
            loop.execute(() -> opened.forEach(window::add));
            loop.execute(window);
            var limit = duration.plus(CONNECT).plus(GRACE);
            return window.done().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            throw new IllegalStateException("window: " + failure.getMessage() + " (expected: its end)", failure);
        } finally {
            opened.forEach(Connection::close);
        }
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        request.release();
    }

    /// Timers of a thread may be 50 µs late unless it asks for better; where it may not ask, the lag shows it.
    private static void wakeOnTime() {
        try {
            var thread = Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName();
            Files.writeString(Path.of("/proc").resolve(thread).resolve("timerslack_ns"), "1");
        } catch (IOException denied) {
            System.err.println("timer slack left as it is: " + denied.getMessage());
        }
    }
}
