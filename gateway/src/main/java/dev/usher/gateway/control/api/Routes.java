package dev.usher.gateway.control.api;

import static dev.usher.gateway.core.model.Permission.CLUSTER_READ;
import static dev.usher.gateway.core.model.Permission.DIRECTOR_READ;
import static dev.usher.gateway.core.model.Permission.DIRECTOR_UPDATE;

import dev.usher.gateway.control.api.Reply.Problem;
import dev.usher.gateway.control.operator.Operator;
import dev.usher.gateway.core.model.Permission;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Which path and method leads to what, and what it takes to go there.
final class Routes {

    private static final System.Logger LOG = System.getLogger(Routes.class.getName());
    private static final long BODY_BYTES_MAX = 64 * 1024;
    private static final String API = "/api/v1";
    private static final String OPERATOR = "operator";

    private final Vertx vertx;
    private final ApiSources sources;
    private final Gate gate;
    private final Router router;

    private Routes(Vertx vertx, ApiSources sources) {
        this.vertx = vertx;
        this.sources = sources;
        this.gate = new Gate(sources.operators());
        this.router = Router.router(vertx);
    }

    /// Everything there is.
    static Router admin(Vertx vertx, ApiSources sources) {
        var routes = new Routes(vertx, sources);
        routes.open();
        routes.api(new Resources(sources));
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

    private void api(Resources resources) {
        router.route("/api/*").handler(this::identify);
        read("/status", null, resources::status);
        read("/clusters", CLUSTER_READ, resources::clusters);
        read("/clusters/:name", CLUSTER_READ, resources::cluster);
        read("/directors", DIRECTOR_READ, resources::directors);
        read("/directors/:name", DIRECTOR_READ, resources::director);
        write("/directors/:name/drain", DIRECTOR_UPDATE, resources::drainEverywhere);
        write("/directors/:name/undrain", DIRECTOR_UPDATE, resources::undrainEverywhere);
        write(
                "/directors/:name/enrolment-key",
                DIRECTOR_UPDATE,
                call -> vertx.executeBlocking(() -> resources.newEnrolmentKey(call), false)
                        .map(Objects::requireNonNull));
    }

    private Router close() {
        router.route().handler(Routes::unknown);
        router.route().failureHandler(Routes::failed);
        return router;
    }

    private void get(String path, io.vertx.core.Handler<RoutingContext> handler) {
        router.route(path).handler(context -> {
            if (reads(context)) {
                Wire.guard(context.response());
                handler.handle(context);
            } else {
                send(context, notAllowed(context, "GET, HEAD"));
            }
        });
    }

    private void read(String path, @Nullable Permission permission, Function<Call, Reply> action) {
        router.route(API + path).handler(context -> {
            if (!reads(context)) {
                send(context, notAllowed(context, "GET, HEAD"));
                return;
            }
            var refusal = refusal(context, permission);
            send(context, refusal == null ? action.apply(call(context, Buffer.buffer())) : refusal);
        });
    }

    /// A stranger's body is not even read.
    private void write(String path, Permission permission, Function<Call, Future<Reply>> action) {
        router.route(API + path).handler(context -> {
            var refusal = context.request().method().equals(HttpMethod.POST)
                    ? refusal(context, permission)
                    : notAllowed(context, "POST");
            if (refusal == null) {
                context.next();
            } else {
                send(context, refusal);
            }
        });
        router.route(API + path).handler(BodyHandler.create(false).setBodyLimit(BODY_BYTES_MAX));
        router.route(API + path).handler(context -> {
            var body = context.body().buffer();
            action.apply(call(context, body == null ? Buffer.buffer() : body))
                    .onSuccess(reply -> send(context, reply))
                    .onFailure(context::fail);
        });
    }

    private void identify(RoutingContext context) {
        switch (gate.enter(context.request().getHeader("Authorization"))) {
            case Gate.Entry.Known(var operator) -> {
                context.put(OPERATOR, operator);
                context.next();
            }
            case Gate.Entry.Stranger(var why) -> send(context, why);
        }
    }

    private void readyz(RoutingContext context) {
        var readiness = new Readiness(sources.readiness());
        boolean ready = readiness.ready();
        var verbose = context.request().params().contains("verbose") ? readiness.verbose() : "";
        Wire.text(context.response(), ready ? 200 : 503, verbose + (ready ? "ready\n" : "not ready\n"));
    }

    /// Rendering takes milliseconds, which an event loop that also moves bytes does not have.
    private void metrics(RoutingContext context) {
        vertx.executeBlocking(sources.metrics()::get, false)
                .onSuccess(page -> context.response()
                        .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                        .end(page))
                .onFailure(context::fail);
    }

    private static @Nullable Problem refusal(RoutingContext context, @Nullable Permission permission) {
        var operator = operator(context);
        return permission == null || operator.may(permission) ? null : Gate.forbidden(operator, permission);
    }

    private static Call call(RoutingContext context, Buffer body) {
        return new Call(
                operator(context), context.pathParams(), context.request().getHeader("Content-Type"), body);
    }

    private static Operator operator(RoutingContext context) {
        return Objects.requireNonNull(context.<Operator>get(OPERATOR));
    }

    private static boolean reads(RoutingContext context) {
        var method = context.request().method();
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    }

    private static Problem notAllowed(RoutingContext context, String allowed) {
        return new Problem(
                405,
                "method_not_allowed",
                context.request().method() + " (expected: " + allowed + ")",
                List.of(),
                Map.of("Allow", allowed));
    }

    private static void unknown(RoutingContext context) {
        send(context, new Problem(404, "not_found", "There is nothing at this path."));
    }

    private static void failed(RoutingContext context) {
        int status = context.statusCode();
        if (status == 413) {
            send(context, new Problem(413, "body_too_large", "The body is too large (expected: at most 64 KiB)."));
        } else if (status >= 400 && status < 500) {
            send(context, new Problem(status, "bad_request", "The request is not understood."));
        } else {
            LOG.log(Level.ERROR, "a call of the management API failed", context.failure());
            send(context, new Problem(500, "internal", "Something is wrong inside the gateway; its log says what."));
        }
    }

    private static void send(RoutingContext context, Reply reply) {
        var response = context.response();
        if (response.headWritten() || response.closed()) {
            return;
        }
        Wire.guard(response);
        Wire.send(response, reply);
    }
}
