package dev.usher.gateway.control.channel;

import dev.usher.gateway.core.config.ControlSettings;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The listening socket of the channel: HTTP/2 over TLS, with a certificate that can be replaced in place.
/// *Thread-safe,* as the server is.
record Door(ControlSettings settings, Buffer authority, HttpServer server) {

    private static final System.Logger LOG = System.getLogger(Door.class.getName());
    private static final Duration HANDSHAKE = Duration.ofSeconds(5);
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final long STOP_MILLIS = 500;
    private static final long RENEW_MAX_SECONDS = 10;
    private static final int BACKLOG = 1024;
    private static final int STREAMS_PER_CONNECTION = 8;

    /// How many connections there may be at once, as soon as their handshakes are done.
    ///
    /// @param known those that show a certificate; each sidecar that attends has one
    /// @param strangers the others, so that they take no place of sidecars; who enrols has one for a moment
    record Room(Places known, Places strangers) {

        static final int KNOWN_MAX = 2_048;
        static final int STRANGERS_MAX = 512;

        Room(int known, int strangers) {
            this(
                    new Places("connections with a certificate", known),
                    new Places("connections without a certificate", strangers));
        }

        private void enter(HttpConnection connection) {
            var peer = Peer.of(connection);
            var places = peer.certificate() == null ? strangers : known;
            if (places.take(peer.address())) {
                connection.closeHandler(_ -> places.leave());
            } else {
                connection.close();
            }
        }
    }

    /// Listens. Blocks until it does.
    ///
    /// @param authority in PEM, what signed the certificates of sidecars
    static Door open(Vertx vertx, ControlSettings settings, Buffer authority, Handler<HttpServerRequest> calls) {
        return open(vertx, settings, authority, new Room(Room.KNOWN_MAX, Room.STRANGERS_MAX), calls);
    }

    static Door open(
            Vertx vertx, ControlSettings settings, Buffer authority, Room room, Handler<HttpServerRequest> calls) {
        var server = vertx.createHttpServer(options(settings, authority))
                .connectionHandler(room::enter)
                .exceptionHandler(refused -> LOG.log(Level.DEBUG, "a connection with a sidecar failed", refused))
                .requestHandler(request -> {
                    if (request.version() == HttpVersion.HTTP_2) {
                        calls.handle(request);
                    } else {
                        request.connection().close();
                    }
                })
                .listen()
                .await();
        return new Door(settings, authority, server);
    }

    int port() {
        return server.actualPort();
    }

    /// Reads the certificate anew for connections to come. Blocks.
    void renew() throws IOException {
        try {
            // By force: the files have the names that they had, so nothing seems to have changed.
            var done = server.updateSSLOptions(options(settings, authority).getSslOptions(), true);
            done.await(RENEW_MAX_SECONDS, TimeUnit.SECONDS);
        } catch (RuntimeException | TimeoutException problem) {
            throw new IOException(settings.tls().certificate() + " (" + problem.getMessage() + ")", problem);
        }
    }

    Future<Void> shutdown() {
        return server.shutdown(STOP_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static HttpServerOptions options(ControlSettings settings, Buffer authority) {
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
                .setTrustOptions(new PemTrustOptions().addCertValue(authority))
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
