package dev.usher.gateway.control.channel;

import dev.usher.gateway.control.authority.Authority;
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
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.grpc.server.GrpcProtocol;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerOptions;
import java.io.IOException;
import java.lang.System.Logger.Level;
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

    private static final System.Logger LOG = System.getLogger(ControlChannel.class.getName());
    private static final Duration HANDSHAKE = Duration.ofSeconds(5);
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration ORDER_VALID = Duration.ofSeconds(30);
    private static final long STOP_MILLIS = 500;
    private static final long STOP_MAX_SECONDS = 5;
    private static final int WORKERS = 2;
    private static final int BACKLOG = 1024;
    private static final int STREAMS_PER_CONNECTION = 8;

    private final Authority authority;
    private final Vertx vertx;
    private final Context loop;
    private final Desk desk;
    private final HttpServer server;
    private final Timers.Timer tick;

    private ControlChannel(
            Authority authority, Vertx vertx, Context loop, Desk desk, HttpServer server, Timers.Timer tick) {
        this.authority = authority;
        this.vertx = vertx;
        this.loop = loop;
        this.desk = desk;
        this.server = server;
        this.tick = tick;
    }

    /// Listens. Blocks until it does.
    ///
    /// @throws IOException naming what could not be used
    public static ControlChannel start(ControlSettings settings, ControlSources sources)
            throws IOException, GeneralSecurityException {
        var authority = sources.authority();
        var configurations = Configurations.of(authority, sources.fleet(), sources.clusters());
        var vertx = Vertx.vertx(new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(WORKERS)
                .setInternalBlockingPoolSize(1));
        var loop = vertx.getOrCreateContext();
        var desk = new Desk(vertx, sources, configurations, authority.epoch());
        var enrolments = new Enrolments(vertx, authority, Desk.directors(sources), new Attempts(sources.ticker()));
        var grpc = GrpcServer.server(vertx, options())
                .callHandler(Methods.ENROL, enrolments::call)
                .callHandler(Methods.ATTEND, desk::call);
        try {
            var server = vertx.createHttpServer(options(settings, authority.pem()))
                    .exceptionHandler(refused -> LOG.log(Level.DEBUG, "a connection with a sidecar failed", refused))
                    .requestHandler(request -> {
                        if (request.version() == HttpVersion.HTTP_2) {
                            grpc.handle(request);
                        } else {
                            request.connection().close();
                        }
                    })
                    .listen()
                    .await();
            sources.fleet().channelOpens();
            var timers = Timers.on(((ContextInternal) loop).nettyEventLoop());
            return new ControlChannel(authority, vertx, loop, desk, server, timers.every(Desk.TICK, desk::tick));
        } catch (RuntimeException problem) {
            vertx.close().await();
            throw new IOException("control: " + settings.address() + " (" + problem.getMessage() + ")", problem);
        }
    }

    /// The port that it listens on.
    public int port() {
        return server.actualPort();
    }

    /// A new enrolment key for `director`, which voids the one before. Blocks.
    public String newEnrolmentKey(DirectorName director) throws IOException, GeneralSecurityException {
        return authority.newEnrolmentKey(director);
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
        await(server.shutdown(STOP_MILLIS, TimeUnit.MILLISECONDS));
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

    /// @param authority in PEM, what signed the certificates of sidecars
    private static HttpServerOptions options(ControlSettings settings, byte[] authority) {
        var options = new HttpServerOptions()
                .setHost(settings.address().host())
                .setPort(settings.address().port())
                .setSsl(true)
                .setUseAlpn(true)
                .setAlpnVersions(List.of(HttpVersion.HTTP_2))
                .setClientAuth(ClientAuth.REQUEST)
                .setInitialSettings(new Http2Settings().setMaxConcurrentStreams(STREAMS_PER_CONNECTION));
        options.setKeyCertOptions(new PemKeyCertOptions()
                        .setCertPath(settings.tls().certificate().toString())
                        .setKeyPath(settings.tls().key().toString()))
                .setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(authority)))
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"))
                .setSslHandshakeTimeout(HANDSHAKE.toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setAcceptBacklog(BACKLOG);
        options.setReadIdleTimeout((int) IDLE.toMillis()).setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
        if (OpenSSLEngineOptions.isAvailable()) {
            options.setSslEngineOptions(new OpenSSLEngineOptions());
        }
        return options;
    }
}
