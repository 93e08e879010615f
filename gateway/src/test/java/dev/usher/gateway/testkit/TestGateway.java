package dev.usher.gateway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.core.exchange.Cause;
import dev.usher.gateway.core.exchange.Closed;
import dev.usher.gateway.core.model.ListenerName;
import dev.usher.gateway.core.signal.Signal;
import dev.usher.gateway.core.signal.Signals;
import dev.usher.gateway.core.snapshot.Cluster;
import dev.usher.gateway.core.snapshot.Director;
import dev.usher.gateway.core.snapshot.Snapshot;
import dev.usher.gateway.core.snapshot.Snapshots;
import dev.usher.gateway.data.account.Meters;
import dev.usher.gateway.data.drain.Drains;
import dev.usher.gateway.data.ingress.Ingress;
import dev.usher.gateway.data.load.DirectorLoad;
import dev.usher.gateway.data.load.DirectorLoad.Seen;
import dev.usher.gateway.data.load.Health;
import dev.usher.gateway.data.load.LoadTable;
import dev.usher.gateway.data.pipeline.DataPlane;
import dev.usher.gateway.data.pipeline.Loops;
import dev.usher.gateway.data.pipeline.Shared;
import dev.usher.membership.time.Ticker;
import dev.usher.membership.time.Timers;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.resolver.DefaultAddressResolverGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/// The data plane alone, on event loops of its own, in front of [StubDirector]s whose health is set by hand.
///
/// Closing it asserts that nothing is left: no exchange, no connection either way, no lease, no buffer.
public final class TestGateway implements AutoCloseable {

    private static final ListenerName LISTENER = new ListenerName("agents");

    private final TestPlan plan;
    private final Ticker ticker = Ticker.system();
    private final LoadTable loads = new LoadTable();
    private final Snapshots snapshots = new Snapshots();
    private final ListedLog log = new ListedLog();
    private final Meters meters = new Meters("test", snapshots, loads);
    private final List<Signal> heard = new CopyOnWriteArrayList<>();
    private final List<DirectorLoad> ejected = new CopyOnWriteArrayList<>();
    private final EventLoopGroup acceptors = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final EventLoopGroup group;
    private final ScheduledExecutorService clerk =
            Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());
    private final DataPlane data;
    private final Ingress ingress;

    TestGateway(TestPlan plan) {
        this.plan = plan;
        this.group = new MultiThreadIoEventLoopGroup(plan.eventLoops, EpollIoHandler.newFactory());
        this.data = new DataPlane(
                new Shared(snapshots, loads, meters, log, true, ticker, ejected::add),
                new Loops(
                        acceptors,
                        group,
                        this::serverChannel,
                        this::channel,
                        plan.connectionsPerDirector,
                        DefaultAddressResolverGroup.INSTANCE));
        var signals = new Signals();
        signals.subscribe(heard::add);
        var drains = new Drains(loads, data.registry(), signals, ticker, data::closeIdle);
        snapshots.onPublished(drains::apply);
        drains.watch(Timers.on(clerk));
        publish(_ -> plan.snapshot(LISTENER));
        if (plan.healthy) {
            plan.directors.forEach(director -> health(director, Health.UP));
        }
        this.ingress = data.listen(new DataPlane.HttpEntrance(
                        LISTENER,
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        plan.limits,
                        plan.certificates,
                        plan.handshake,
                        plan.connectTimeout,
                        plan.http,
                        plan.forwardCredentials))
                .join();
    }

    private ServerChannel serverChannel() {
        var channel = new EpollServerSocketChannel();
        channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) {
                ((Channel) message).config().setAllocator(plan.allocator);
                ctx.fireChannelRead(message);
            }
        });
        return channel;
    }

    private Channel channel() {
        var channel = new EpollSocketChannel();
        channel.config().setAllocator(plan.allocator);
        return channel;
    }

    public int port() {
        return ingress.port();
    }

    public DataPlane data() {
        return data;
    }

    /// Publishes another picture; its version is seen to.
    public void publish(UnaryOperator<Snapshot> change) {
        snapshots.publish(before -> {
            var after = change.apply(before);
            return new Snapshot(before.version() + 1, after.listeners(), after.clusters());
        });
    }

    /// Publishes another picture of the one cluster.
    public void change(UnaryOperator<Cluster> change) {
        publish(before -> {
            var cluster = change.apply(before.clusters().values().iterator().next());
            return new Snapshot(before.version(), before.listeners(), Map.of(cluster.name(), cluster));
        });
    }

    /// Publishes the cluster with another standing of `director`.
    public void standing(StubDirector director, Director.Standing standing, long untilNanos) {
        change(cluster -> new Cluster(
                cluster.name(),
                cluster.enabled(),
                cluster.directors().stream()
                        .map(one ->
                                one.name().toString().equals(director.name()) ? one.with(standing, untilNanos) : one)
                        .toList(),
                cluster.restriction(),
                cluster.tokensDemanded(),
                cluster.tokens(),
                cluster.policy(),
                cluster.health(),
                cluster.retries()));
    }

    /// What this gateway knows of `director`.
    public DirectorLoad load(StubDirector director) {
        return load(director.name());
    }

    private DirectorLoad load(String name) {
        return snapshots.current().clusters().values().stream()
                .flatMap(cluster -> cluster.directors().stream())
                .filter(director -> director.name().toString().equals(name))
                .map(loads::of)
                .findFirst()
                .orElseThrow();
    }

    public void health(StubDirector director, Health health) {
        health(director.name(), health);
    }

    private void health(Director director, Health health) {
        health(director.name().toString(), health);
    }

    private void health(String director, Health health) {
        load(director).see(new Seen(health, "by hand", ticker.nanos()));
    }

    /// Judges `director` down, as its checks would, and ends what is in flight there.
    public int judgeDown(StubDirector director, Cause why) {
        health(director, Health.DOWN);
        var load = load(director);
        return soon(data.registry().cut(exchange -> load.equals(exchange.director()), why));
    }

    /// The lines of the access log so far.
    public List<Closed> lines() {
        return log.lines();
    }

    /// The access log's line number `index`, from 0, once there is one.
    public Closed line(int index) {
        Faults.until("line " + index + " of the log", () -> log.lines().size() > index);
        return log.lines().get(index);
    }

    /// Bytes of memory that buffers take, kept for later ones included.
    public long bufferBytes() {
        return plan.allocator.takenBytes();
    }

    /// What the data plane emitted.
    public List<Signal> heard() {
        return heard;
    }

    /// The Directors that live traffic has thrown out.
    public List<DirectorLoad> ejected() {
        return ejected;
    }

    /// What Prometheus would be told.
    public String metrics() {
        return meters.scrape();
    }

    private static int soon(CompletableFuture<Integer> number) {
        return number.orTimeout(5, TimeUnit.SECONDS).join();
    }

    /// Runs `task` on the one event loop and keeps it busy meanwhile.
    public void onLoop(Runnable task) {
        group.next().execute(task);
    }

    /// Waits until no exchange is live and no lease is open.
    public void awaitQuiet() {
        Faults.until("no live exchange", () -> soon(data.inFlight()) == 0);
        for (var load : loads.all()) {
            Faults.until(load + " in flight zero", () -> load.inFlight() == 0);
        }
    }

    @Override
    public void close() {
        try {
            awaitQuiet();
            Faults.until("no connection from outside", () -> soon(data.connections()) == 0);
            loads.all().forEach(data::closeIdle);
            for (var director : plan.stubs) {
                Faults.until(director.name() + " without connections", () -> director.open() == 0);
                assertThat(director.troubles()).isEmpty();
            }
        } finally {
            stop();
        }
        assertThat(plan.allocator.usedBytes())
                .as("bytes of buffers left behind")
                .isZero();
        assertThat(Leaks.reports()).isEmpty();
    }

    private void stop() {
        ingress.close().join();
        plan.stubs.forEach(StubDirector::close);
        clerk.shutdownNow();
        var ends = List.of(
                acceptors.shutdownGracefully(0, 5, TimeUnit.SECONDS), group.shutdownGracefully(0, 5, TimeUnit.SECONDS));
        ends.forEach(end -> end.awaitUninterruptibly(Duration.ofSeconds(10).toMillis()));
    }
}
