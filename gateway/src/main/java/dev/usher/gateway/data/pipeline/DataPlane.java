package dev.usher.gateway.data.pipeline;

import dev.usher.gateway.core.exchange.Cause;
import dev.usher.gateway.core.model.ListenerName;
import dev.usher.gateway.core.signal.TokenTraffic;
import dev.usher.gateway.data.ingress.Ingress;
import dev.usher.gateway.data.load.DirectorLoad;
import dev.usher.gateway.data.load.LiveRegistry;
import dev.usher.gateway.data.relay.http.HttpOptions;
import dev.usher.gateway.data.relay.http.HttpSettings;
import dev.usher.gateway.data.tls.CertificateStore;
import io.netty.bootstrap.ServerBootstrap;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The data plane of one gateway: what app starts, asks and stops. *Thread-safe.*
public final class DataPlane {

    private final Shared shared;
    private final Loops loops;
    private final Lanes lanes;
    private final LiveRegistry registry;

    public DataPlane(Shared shared, Loops loops) {
        this.shared = shared;
        this.loops = loops;
        this.lanes = new Lanes(shared, loops);
        this.registry = lanes.registry();
    }

    /// A listener that speaks HTTP.
    ///
    /// @param certificates null for plain
    /// @param connectTimeout how long a Director may take to accept a connection
    /// @param forwardCredentials whether Directors get to see tokens
    public record HttpEntrance(
            ListenerName name,
            InetSocketAddress address,
            Ingress.Limits limits,
            @Nullable CertificateStore certificates,
            Duration handshakeTimeout,
            Duration connectTimeout,
            HttpSettings http,
            boolean forwardCredentials) {}

    /// Binds a listener.
    ///
    /// @return fails when the address cannot be bound
    public CompletableFuture<Ingress> listen(HttpEntrance entrance) {
        var options = new HttpOptions(entrance.address().getPort(), entrance.forwardCredentials(), shared.told());
        var setup = new HttpListener.Setup(
                entrance.certificates(),
                entrance.handshakeTimeout(),
                entrance.connectTimeout(),
                entrance.http(),
                options);
        var door = new HttpListener(entrance.name(), lanes, shared, setup);
        var bootstrap =
                new ServerBootstrap().group(loops.acceptors(), loops.group()).channelFactory(loops.serverChannels());
        return Ingress.bind(
                bootstrap,
                entrance.address(),
                entrance.name(),
                entrance.limits(),
                new Ingress.Arrivals(door, shared.ticker()));
    }

    /// The exchanges that are being carried.
    public LiveRegistry registry() {
        return registry;
    }

    /// What became of access tokens.
    public TokenTraffic tokens() {
        return new LanesTokens(lanes);
    }

    /// Closes the connections with `director` that no exchange uses.
    public void closeIdle(DirectorLoad director) {
        lanes.closeIdle(director);
    }

    /// From now on answers say that their connection ends. Newcomers are served so until the listeners are closed.
    public void beginClosing() {
        lanes.closing(true);
    }

    /// Closes downstream connections that carry no request.
    public void closeIdleDownstream() {
        lanes.all().forEach(lane -> lane.eventLoop().execute(lane.http()::closeIdle));
    }

    /// How many exchanges are being carried.
    public CompletableFuture<Integer> inFlight() {
        return sum(lane -> lane.live().size());
    }

    /// How many downstream connections there are.
    public CompletableFuture<Integer> connections() {
        return sum(lane -> lane.http().connections());
    }

    /// Ends what is still being carried.
    ///
    /// @return how much that was
    public CompletableFuture<Integer> cutAll() {
        return registry.cut(_ -> true, Cause.SHUTTING_DOWN);
    }

    private CompletableFuture<Integer> sum(java.util.function.ToIntFunction<Lane> number) {
        var total = CompletableFuture.completedFuture(0);
        for (var lane : lanes.all()) {
            var part = CompletableFuture.supplyAsync(() -> number.applyAsInt(lane), lane.eventLoop());
            total = total.thenCombine(part, Integer::sum);
        }
        return total;
    }
}
