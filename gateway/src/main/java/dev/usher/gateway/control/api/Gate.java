package dev.usher.gateway.control.api;

import dev.usher.gateway.control.api.Reply.Problem;
import dev.usher.gateway.control.operator.Operator;
import dev.usher.gateway.control.operator.Reception;
import dev.usher.gateway.core.model.Permission;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Looks at the caller's ticket.
final class Gate {

    private static final String SCHEME = "Bearer ";

    private final Reception reception;
    private final Origins origins;

    Gate(Reception reception) {
        this.reception = reception;
        this.origins = new Origins(reception.trustedProxies());
    }

    /// Who is calling, or why nobody is let in.
    sealed interface Entry {
        record Known(Operator operator) implements Entry {}

        record Stranger(Problem why) implements Entry {}
    }

    /// Lets the caller in, or sends it away. Nothing of the body is read yet.
    void pass(RoutingContext context, Consumer<Caller> next) {
        var request = context.request();
        request.pause();
        enter(request)
                .onSuccess(entry -> {
                    switch (entry) {
                        case Entry.Known(var operator) -> next.accept(new Caller(operator, origins.address(request)));
                        case Entry.Stranger(var why) -> Routes.refuse(context, why);
                    }
                })
                .onFailure(context::fail);
    }

    /// A caller that was not asked who it is.
    Caller stranger(HttpServerRequest request) {
        return new Caller(Operator.NOBODY, origins.address(request));
    }

    private Future<Entry> enter(HttpServerRequest request) {
        var authorization = request.getHeader("Authorization");
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Future.succeededFuture(new Entry.Stranger(unauthorized(
                    "token_missing",
                    "Send an API token as \"Authorization: Bearer <token>\".",
                    "Bearer realm=\"usher\"")));
        }
        return Future.succeededFuture(
                byToken(authorization.substring(SCHEME.length()).strip()));
    }

    private Entry byToken(String token) {
        return reception
                .operators()
                .find(token)
                .<Entry>map(Entry.Known::new)
                .orElseGet(() -> new Entry.Stranger(unauthorized(
                        "token_unknown",
                        "No such API token is configured.",
                        "Bearer realm=\"usher\", error=\"invalid_token\"")));
    }

    /// What is said to somebody who lacks a permission.
    static Problem forbidden(Operator operator, Access access) {
        var permissions = access.oneOf().stream().sorted().map(Permission::name).collect(Collectors.joining(" or "));
        return new Problem(403, "permission_missing", operator.name() + " lacks the permission " + permissions + ".");
    }

    private static Problem unauthorized(String code, String detail, String challenge) {
        return new Problem(401, code, detail, List.of(), Map.of("WWW-Authenticate", challenge));
    }
}
