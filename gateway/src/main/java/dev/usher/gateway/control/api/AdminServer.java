package dev.usher.gateway.control.api;

import dev.usher.gateway.control.api.Reply.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The gateway's office: management API, health endpoints and metrics on one address, and the metrics once more on
/// another, for a scraper that may not see the rest. *Thread-safe.*
public final class AdminServer {

    private static final int CONNECTIONS_MAX = 256;
    private static final Duration IDLE = Duration.ofSeconds(60);

    private static final Duration RENEW_MAX = Duration.ofSeconds(10);
    private static final Pattern BROKEN = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    private final Binding binding;
    private final HttpServer admin;
    private final @Nullable HttpServer metrics;

    private AdminServer(Binding binding, HttpServer admin, @Nullable HttpServer metrics) {
        this.binding = binding;
        this.admin = admin;
        this.metrics = metrics;
    }

    /// Starts listening; fails when an address cannot be bound.
    ///
    /// @param metrics where the metrics are served alone; null for nowhere
    public static Future<AdminServer> start(Vertx vertx, Binding admin, @Nullable Binding metrics, ApiSources sources) {
        return listen(vertx, admin, Routes.admin(vertx, sources)).compose(first -> {
            if (metrics == null) {
                return Future.succeededFuture(new AdminServer(admin, first, null));
            }
            return listen(vertx, metrics, Routes.metrics(vertx, sources))
                    .map(second -> new AdminServer(admin, first, second))
                    .recover(failure -> first.close().transform(_ -> Future.failedFuture(failure)));
        });
    }

    /// The port of the management API.
    public int port() {
        return admin.actualPort();
    }

    /// The port of the metrics alone; -1 when they are not served alone.
    public int metricsPort() {
        return metrics == null ? -1 : metrics.actualPort();
    }

    /// Shows what the files of the certificate hold now to whoever connects from now on. Blocks.
    ///
    /// @throws IOException when they are not in use yet
    public void renewCertificate() throws IOException {
        try {
            // By force: the files have the names that they had, so nothing seems to have changed.
            var done = admin.updateSSLOptions(options(binding).getSslOptions(), true);
            done.await(RENEW_MAX.toSeconds(), TimeUnit.SECONDS);
        } catch (RuntimeException | TimeoutException problem) {
            throw new IOException(String.valueOf(problem.getMessage()), problem);
        }
    }

    /// Stops listening and closes every connection.
    public Future<Void> stop() {
        var closed = admin.close();
        return metrics == null ? closed : Future.join(closed, metrics.close()).mapEmpty();
    }

    private static Future<HttpServer> listen(Vertx vertx, Binding binding, Router router) {
        var connections = new AtomicInteger();
        return vertx.createHttpServer(options(binding))
                .connectionHandler(connection -> limit(connection, connections))
                .requestHandler(request -> route(request, router))
                .invalidRequestHandler(request -> {
                    Wire.guard(request.response());
                    HttpServerRequest.DEFAULT_INVALID_REQUEST_HANDLER.handle(request);
                })
                .listen();
    }

    /// The router fails on targets that nobody can decode, with a stack trace in the log for each.
    private static void route(HttpServerRequest request, Router router) {
        if (request.uri().startsWith("/") && !BROKEN.matcher(request.uri()).find()) {
            router.handle(request);
            return;
        }
        Wire.guard(request.response());
        Wire.send(
                request.response(),
                Wire.render(
                        new Problem(400, "bad_request", "The target is none (expected: a path, and % as %25 in it).")));
    }

    private static HttpServerOptions options(Binding binding) {
        var options = new HttpServerOptions();
        options.setHost(binding.host()).setPort(binding.port());
        options.setIdleTimeout((int) IDLE.toSeconds()).setIdleTimeoutUnit(TimeUnit.SECONDS);
        options.setHttp2ClearTextEnabled(false);
        var tls = binding.tls();
        if (tls != null) {
            options.setSsl(true)
                    .setKeyCertOptions(new PemKeyCertOptions()
                            .setCertPath(tls.certificate().toString())
                            .setKeyPath(tls.key().toString()));
        }
        return options;
    }

    private static void limit(HttpConnection connection, AtomicInteger connections) {
        connection.closeHandler(_ -> connections.decrementAndGet());
        if (connections.incrementAndGet() > CONNECTIONS_MAX) {
            connection.close();
        }
    }
}
