package dev.usher.gateway.app;

import dev.usher.gateway.core.config.LogSettings;
import dev.usher.gateway.data.account.AccessLog;
import dev.usher.gateway.data.pipeline.Loops;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.spi.transport.Transport;

/// The event loops of the data plane, and one of its own for the management API: what that does makes no connection
/// wait.
final class EventLoops {

    private static final int CONNECTIONS_PER_DIRECTOR = 8192;
    private static final int WORKERS = 4;

    private EventLoops() {}

    /// For the data plane: one event loop for each processor.
    static Vertx data() {
        return vertx(Runtime.getRuntime().availableProcessors());
    }

    /// For the management API.
    static Vertx management() {
        return vertx(1);
    }

    /// Vert.x on the platform's own transport (epoll).
    private static Vertx vertx(int eventLoops) {
        var options = new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(eventLoops)
                .setWorkerPoolSize(WORKERS)
                .setInternalBlockingPoolSize(WORKERS);
        return Vertx.vertx(options);
    }

    /// The loops of `vertx` for the data plane.
    static Loops of(Vertx vertx) {
        var internal = (VertxInternal) vertx;
        var transport = internal.transport();
        return new Loops(
                internal.acceptorEventLoopGroup(),
                internal.nettyEventLoopGroup(),
                transport.serverChannelFactory(false),
                transport.channelFactory(false),
                CONNECTIONS_PER_DIRECTOR,
                names(transport));
    }

    /// Looks names up by DNS and the machine's hosts file, on the event loop and without blocking it.
    private static DnsAddressResolverGroup names(Transport transport) {
        return new DnsAddressResolverGroup(
                new DnsNameResolverBuilder().datagramChannelFactory(transport::datagramChannel));
    }

    /// The access log that `settings` ask for.
    static AccessLog accessLog(LogSettings settings) {
        var access = settings.access();
        if (access == null) {
            return AccessLog.off();
        }
        var format = switch (access.format()) {
            case TEXT -> AccessLog.Format.TEXT;
            case JSON -> AccessLog.Format.JSON;
        };
        var file = access.file();
        return file == null
                ? AccessLog.toStandardOutput(format, AccessLog.QUEUE_DEFAULT)
                : AccessLog.toFile(file, format, AccessLog.QUEUE_DEFAULT);
    }
}
