package dev.usher.gateway.control.channel;

import dev.usher.gateway.core.config.ClusterSettings;
import dev.usher.gateway.core.config.ControlSettings;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.membership.contract.proto.Directive;
import dev.usher.membership.contract.proto.Drain;
import dev.usher.membership.contract.proto.Undrain;
import dev.usher.membership.time.Timers;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.grpc.server.GrpcProtocol;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerOptions;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/// Where sidecars connect to: gRPC over HTTP/2 and TLS, the sidecars known by certificates of the estate's own
/// authority.
///
/// It has one event loop and two workers of its own: however many sidecars come back at once, the data plane's loops
/// carry none of it. *Thread-safe:* everything happens on that loop.
public final class ControlChannel {

    /// Of one message.
    public static final int MESSAGE_BYTES_MAX = 1024 * 1024;

    private static final Duration ORDER_VALID = Duration.ofSeconds(30);
    private static final long STOP_MAX_SECONDS = 5;
    private static final int WORKERS = 2;

    private final ControlSources sources;
    private final Vertx vertx;
    private final Context loop;
    private final Desk desk;
    private final Door door;
    private final Timers.Timer tick;

    private ControlChannel(ControlSources sources, Vertx vertx, Context loop, Desk desk, Door door, Timers.Timer tick) {
        this.sources = sources;
        this.vertx = vertx;
        this.loop = loop;
        this.desk = desk;
        this.door = door;
        this.tick = tick;
    }

    /// Listens. Blocks until it does.
    ///
    /// @throws IOException naming what could not be used
    public static ControlChannel start(ControlSettings settings, ControlSources sources)
            throws IOException, GeneralSecurityException {
        return start(settings, sources, Places.STREAMS_MAX);
    }

    /// The same with room for `streams` only.
    static ControlChannel start(ControlSettings settings, ControlSources sources, int streams)
            throws IOException, GeneralSecurityException {
        var authority = sources.authority();
        var configurations = Configurations.of(authority, sources.fleet(), sources.clusters(), Set.of());
        var vertx = Vertx.vertx(new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(WORKERS)
                .setInternalBlockingPoolSize(1));
        var loop = vertx.getOrCreateContext();
        var desk = new Desk(vertx, sources, configurations, new Places("streams", streams), authority.epoch());
        var enrolments = new Enrolments(vertx, authority, desk::configurations, new Attempts(sources.ticker()));
        var grpc = GrpcServer.server(vertx, options())
                .callHandler(Methods.ENROL, enrolments::call)
                .callHandler(Methods.ATTEND, desk::call);
        try {
            var door = Door.open(vertx, settings, Buffer.buffer(authority.pem()), grpc);
            sources.fleet().channelOpens();
            var timers = Timers.on(((ContextInternal) loop).nettyEventLoop());
            return new ControlChannel(sources, vertx, loop, desk, door, timers.every(Desk.TICK, desk::tick));
        } catch (RuntimeException problem) {
            vertx.close().await();
            throw new IOException("control: " + settings.address() + " (" + problem.getMessage() + ")", problem);
        }
    }

    /// The port that it listens on.
    public int port() {
        return door.port();
    }

    /// Shows what the files of its certificate hold now to whoever connects from now on; streams stay. Blocks.
    ///
    /// @throws IOException when they are not in use yet
    public void renewCertificate() throws IOException {
        door.renew();
    }

    /// From now on the sidecars of these may come, and those of managed clusters should run them. Blocks.
    ///
    /// @param alone Directors that are in no cluster
    public void serve(List<ClusterSettings> clusters, Set<DirectorName> alone)
            throws IOException, GeneralSecurityException {
        var next = Configurations.of(sources.authority(), sources.fleet(), clusters, alone);
        loop.runOnContext(_ -> desk.serve(next));
    }

    /// Tells the sidecar of `director`, if it is connected, that the Director drains.
    public CompletionStage<Told> drain(DirectorName director) {
        return order(director, Directive.newBuilder().setDrain(Drain.getDefaultInstance()), ORDER_VALID);
    }

    /// Tells the sidecar of `director`, if it is connected, that the Director drains no longer.
    public CompletionStage<Told> undrain(DirectorName director) {
        return order(director, Directive.newBuilder().setUndrain(Undrain.getDefaultInstance()), ORDER_VALID);
    }

    /// Sends an order to the sidecar of `director`, if it is connected, again and again until it is answered or no
    /// longer
    /// valid.
    public CompletionStage<Told> order(DirectorName director, Directive.Builder order, Duration validity) {
        var told = new CompletableFuture<Told>();
        loop.runOnContext(_ -> desk.order(director, order, validity).thenAccept(told::complete));
        return told;
    }

    /// Says goodbye to everybody and closes.
    public void stop() {
        tick.cancel();
        var said = new CompletableFuture<Void>();
        loop.runOnContext(_ -> {
            desk.close();
            said.complete(null);
        });
        said.join();
        await(door.shutdown());
        await(vertx.close());
    }

    /// Closing must never hold up the end of the gateway.
    private static void await(Future<Void> closed) {
        closed.toCompletionStage()
                .toCompletableFuture()
                .completeOnTimeout(null, STOP_MAX_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    private static GrpcServerOptions options() {
        return new GrpcServerOptions()
                .setMaxMessageSize(MESSAGE_BYTES_MAX)
                .removeEnabledProtocol(GrpcProtocol.WEB)
                .removeEnabledProtocol(GrpcProtocol.WEB_TEXT);
    }
}
