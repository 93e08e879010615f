package dev.usher.gateway.control.api;

import dev.usher.gateway.control.api.Reply.Problem;
import dev.usher.gateway.control.api.Reply.Stream;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// All operations of one path. A call is asked in this order: who it is, whether there is such an operation, whether
/// it may, whether it says what it has to. A stranger's body is not even read.
final class Junction implements Handler<RoutingContext> {

    private final Vertx vertx;
    private final Gate gate;
    private final Map<HttpMethod, Operation> operations = new TreeMap<>(Comparator.comparing(HttpMethod::name));

    Junction(Vertx vertx, Gate gate) {
        this.vertx = vertx;
        this.gate = gate;
    }

    void add(Operation operation) {
        if (operations.put(operation.method(), operation) != null) {
            throw new IllegalArgumentException(
                    operation.method() + " " + operation.path() + " is there twice (expected: once)");
        }
    }

    @Override
    public void handle(RoutingContext context) {
        var operation = operation(context.request().method());
        if (operation != null && operation.access().anybody()) {
            gate.open(context, caller -> serve(context, operation, caller));
            return;
        }
        gate.pass(context, caller -> {
            if (operation == null) {
                Routes.refuse(context, Routes.notAllowed(context, allowed()));
            } else if (operation.access().admits(caller.operator())) {
                serve(context, operation, caller);
            } else {
                Routes.refuse(context, Gate.forbidden(caller.operator(), operation.access()));
            }
        });
    }

    private void serve(RoutingContext context, Operation operation, Caller caller) {
        var refusal = refusal(context, operation.accepts());
        if (refusal != null) {
            Routes.refuse(context, refusal);
            return;
        }
        Bodies.read(context.request(), operation.accepts().bodyBytesMax())
                .compose(body -> operation.action().answer(call(context, operation, caller, body)))
                .compose(reply -> answer(context, reply))
                .onFailure(context::fail);
    }

    private Future<Void> answer(RoutingContext context, Reply reply) {
        if (reply instanceof Stream(var opening)) {
            Routes.begin(context, opening);
            return Future.succeededFuture();
        }
        var rendered = reply instanceof Problem
                ? Future.succeededFuture(Wire.render(reply))
                : vertx.executeBlocking(() -> Wire.render(reply), false);
        return rendered.map(ready -> {
            Routes.send(context, ready);
            return null;
        });
    }

    private static Call call(RoutingContext context, Operation operation, Caller caller, Buffer body) {
        var request = context.request();
        var query = operation.accepts().query().isEmpty() ? MultiMap.caseInsensitiveMultiMap() : context.queryParams();
        return new Call(caller, context.pathParams(), query, request.headers(), body);
    }

    private static @Nullable Problem refusal(RoutingContext context, Operation.Accepts accepts) {
        for (var parameter : context.queryParams().names()) {
            var values = context.queryParams().getAll(parameter);
            var mistake = mistake(parameter, values, accepts);
            if (mistake != null) {
                return new Problem(400, "bad_query", mistake);
            }
        }
        return revisionRefusal(context.request().getHeader("If-Match"), accepts.revision());
    }

    /// What is wrong with a query parameter. One that is not understood is refused, as a `dry_run` that is overlooked
    /// would be a change.
    private static @Nullable String mistake(String parameter, List<String> values, Operation.Accepts accepts) {
        if (!accepts.query().contains(parameter)) {
            return parameter + ": unknown (expected: "
                    + (accepts.query().isEmpty() ? "no parameter" : String.join(", ", new TreeSet<>(accepts.query())))
                    + ")";
        }
        if (values.size() > 1) {
            return parameter + ": given " + values.size() + " times (expected: once)";
        }
        var value = values.getFirst();
        return parameter.equals(Operation.DRY_RUN) && !value.equals("true") && !value.equals("false")
                ? parameter + ": " + value + " (expected: true or false)"
                : null;
    }

    private static @Nullable Problem revisionRefusal(@Nullable String header, boolean demanded) {
        if (header == null) {
            return demanded
                    ? new Problem(428, "if_match_missing", "If-Match: missing (expected: " + Revision.EXPECTED + ").")
                    : null;
        }
        try {
            Revision.read(header);
            return null;
        } catch (IllegalArgumentException _) {
            return new Problem(400, "bad_if_match", "If-Match: " + header + " (expected: " + Revision.EXPECTED + ").");
        }
    }

    private @Nullable Operation operation(HttpMethod method) {
        return operations.get(method.equals(HttpMethod.HEAD) ? HttpMethod.GET : method);
    }

    private String allowed() {
        var methods = new ArrayList<String>();
        for (var method : operations.keySet()) {
            methods.add(method.name());
            if (method.equals(HttpMethod.GET)) {
                methods.add("HEAD");
            }
        }
        return String.join(", ", methods);
    }
}
