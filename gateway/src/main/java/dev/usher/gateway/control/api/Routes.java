package dev.usher.gateway.control.api;

import dev.usher.gateway.control.api.Reply.Problem;
import dev.usher.gateway.control.store.StoreUnavailable;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// Which path leads to what.
final class Routes {

    static final String API = "/api/v1";

    private static final System.Logger LOG = System.getLogger(Routes.class.getName());

    private static final Map<String, String> RETRY = Map.of("Retry-After", "1");

    private final Vertx vertx;
    private final ApiSources sources;
    private final Router router;

    private Routes(Vertx vertx, ApiSources sources) {
        this.vertx = vertx;
        this.sources = sources;
        this.router = Router.router(vertx);
    }

    /// Everything there is.
    static Router admin(Vertx vertx, ApiSources sources) {
        var routes = new Routes(vertx, sources);
        routes.open();
        routes.api(Operations.all(vertx, sources));
        return routes.close();
    }

    /// The metrics page alone.
    static Router metrics(Vertx vertx, ApiSources sources) {
        var routes = new Routes(vertx, sources);
        routes.get("/metrics", routes::metrics);
        return routes.close();
    }

    private void open() {
        get("/livez", context -> Wire.text(context.response(), 200, "ok\n"));
        get("/readyz", this::readyz);
        get("/metrics", this::metrics);
    }

    /// In the order of their paths, so that `/things/some` is found before `/things/{name}`.
    private void api(List<Operation> operations) {
        var gate = new Gate(sources.reception());
        var junctions = new TreeMap<String, Junction>();
        for (var operation : operations) {
            junctions
                    .computeIfAbsent(operation.path(), _ -> new Junction(vertx, gate))
                    .add(operation);
        }
        junctions.forEach((path, junction) ->
                router.route(API + path.replaceAll("\\{(\\w+)}", ":$1")).handler(junction));
        router.route("/api/*").handler(context -> gate.pass(context, _ -> unknown(context)));
    }

    private Router close() {
        router.route().handler(Routes::unknown);
        router.route().failureHandler(Routes::failed);
        return router;
    }

    private void get(String path, Handler<RoutingContext> handler) {
        router.route(path).handler(context -> {
            var method = context.request().method();
            if (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)) {
                Wire.guard(context.response());
                handler.handle(context);
            } else {
                send(context, notAllowed(context, "GET, HEAD"));
            }
        });
    }

    private void readyz(RoutingContext context) {
        var readiness = new Readiness(sources.readiness());
        boolean ready = readiness.ready();
        var verbose = context.request().params().contains("verbose") ? readiness.verbose() : "";
        Wire.text(context.response(), ready ? 200 : 503, verbose + (ready ? "ready\n" : "not ready\n"));
    }

    /// Rendering takes milliseconds, which an event loop does not have.
    private void metrics(RoutingContext context) {
        vertx.executeBlocking(sources.metrics()::get, false)
                .onSuccess(page -> context.response()
                        .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                        .end(page))
                .onFailure(context::fail);
    }

    static Problem notAllowed(RoutingContext context, String allowed) {
        return new Problem(
                405,
                "method_not_allowed",
                context.request().method() + " (expected: " + allowed + ")",
                List.of(),
                Map.of("Allow", allowed));
    }

    private static void unknown(RoutingContext context) {
        refuse(context, new Problem(404, "not_found", "There is nothing at this path."));
    }

    private static void failed(RoutingContext context) {
        int status = context.statusCode();
        if (context.response().closed()) {
            LOG.log(Level.DEBUG, "who called is gone", context.failure());
        } else if (context.failure() instanceof Bodies.TooLarge large) {
            var limit = "The body is too large (expected: at most " + large.bytesMax() + " bytes).";
            send(context, new Problem(413, "body_too_large", limit));
        } else if (cause(context.failure()) instanceof StoreUnavailable gone) {
            var reason = gone.reason().name().toLowerCase(Locale.ROOT);
            send(context, new Problem(503, reason, String.valueOf(gone.getMessage()), List.of(), RETRY));
        } else if (status >= 400 && status < 500) {
            send(context, new Problem(status, "bad_request", "The request is not understood."));
        } else {
            LOG.log(Level.ERROR, "a call of the management API failed", context.failure());
            send(context, new Problem(500, "internal", "Something is wrong inside the gateway; its log says what."));
        }
    }

    private static @Nullable Throwable cause(@Nullable Throwable failure) {
        return failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
    }

    /// Answers without a look at the body, which goes by.
    static void refuse(RoutingContext context, Problem problem) {
        context.request().resume();
        send(context, problem);
    }

    /// Sends what is small.
    static void send(RoutingContext context, Problem problem) {
        send(context, Wire.render(problem));
    }

    static void send(RoutingContext context, Wire.Rendered reply) {
        var response = context.response();
        if (!response.headWritten() && !response.closed()) {
            Wire.guard(response);
            Wire.send(response, reply);
        }
    }

    static void begin(RoutingContext context, Reply.Opening opening) {
        var request = context.request();
        if (request.response().closed()) {
            return;
        }
        Wire.guard(request.response());
        if (request.method().equals(HttpMethod.HEAD)) {
            request.response().end();
            return;
        }
        var refusal = opening.open(request);
        if (refusal != null) {
            Wire.send(request.response(), Wire.render(refusal));
        }
    }
}
