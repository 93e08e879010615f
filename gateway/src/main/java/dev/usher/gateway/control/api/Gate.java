package dev.usher.gateway.control.api;

import dev.usher.gateway.control.api.Reply.Problem;
import dev.usher.gateway.control.operator.Operator;
import dev.usher.gateway.control.operator.Reception;
import dev.usher.gateway.control.operator.Session;
import dev.usher.gateway.core.model.Permission;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Looks at the caller's ticket: a script's API token, or the cookie of somebody who logged in.
final class Gate {

    private static final String SCHEME = "Bearer ";
    private static final String CHALLENGE = "Bearer realm=\"usher\"";

    private final Reception reception;
    private final Origins origins;

    Gate(Reception reception) {
        this.reception = reception;
        this.origins = new Origins(reception.trustedProxies());
    }

    /// Who is calling, or why nobody is let in.
    private sealed interface Entry {
        record Known(Operator operator, @Nullable Session session) implements Entry {}

        record Stranger(Problem why) implements Entry {}
    }

    /// Lets the caller in, or sends it away. Nothing of the body is read yet.
    void pass(RoutingContext context, Consumer<Caller> next) {
        context.request().pause();
        enter(context)
                .onSuccess(entry -> {
                    switch (entry) {
                        case Entry.Known(var operator, var session) -> let(context, operator, session, next);
                        case Entry.Stranger(var why) -> Routes.refuse(context, why);
                    }
                })
                .onFailure(problem -> {
                    context.request().resume();
                    context.fail(problem);
                });
    }

    /// Lets everybody in but pages of other sites.
    void open(RoutingContext context, Consumer<Caller> next) {
        context.request().pause();
        if (forged(context.request(), null)) {
            Routes.refuse(context, foreign());
        } else {
            next.accept(caller(context.request(), Operator.NOBODY, null));
        }
    }

    private void let(RoutingContext context, Operator operator, @Nullable Session session, Consumer<Caller> next) {
        if (session != null && forged(context.request(), session)) {
            Routes.refuse(context, foreign());
        } else {
            next.accept(caller(context.request(), operator, session));
        }
    }

    private Caller caller(HttpServerRequest request, Operator operator, @Nullable Session session) {
        return new Caller(operator, origins.address(request), request.isSSL(), session);
    }

    private Future<Entry> enter(RoutingContext context) {
        var request = context.request();
        var authorization = request.getHeader("Authorization");
        var cookie = request.getCookie(SessionCalls.cookie(request.isSSL()));
        if (authorization == null && cookie != null) {
            return Future.fromCompletionStage(
                            reception.logins().find(cookie.getValue()),
                            context.vertx().getOrCreateContext())
                    .map(found -> found.<Entry>map(session -> new Entry.Known(session.operator(), session))
                            .orElseGet(() -> stranger("session_unknown", "The session is over.", CHALLENGE)));
        }
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Future.succeededFuture(
                    stranger("token_missing", "Send an API token as \"Authorization: Bearer <token>\".", CHALLENGE));
        }
        return Future.succeededFuture(byToken(token(authorization)));
    }

    /// The API token in a header that was let in.
    static String token(String authorization) {
        return authorization.substring(SCHEME.length()).strip();
    }

    private Entry byToken(String token) {
        return reception
                .operators()
                .find(token)
                .<Entry>map(operator -> new Entry.Known(operator, null))
                .orElseGet(() -> stranger(
                        "token_unknown", "No such API token is configured.", CHALLENGE + ", error=\"invalid_token\""));
    }

    /// Whether a page of another site may have made a browser send this.
    ///
    /// @param session whose secret has to come along; null where there is none yet
    private boolean forged(HttpServerRequest request, @Nullable Session session) {
        var method = request.method();
        if (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)) {
            return false;
        }
        if (session == null) {
            return !origins.own(request);
        }
        var shown = request.getHeader("X-CSRF-Token");
        return shown == null
                || !MessageDigest.isEqual(
                        shown.getBytes(StandardCharsets.UTF_8), session.csrf().getBytes(StandardCharsets.UTF_8))
                || !origins.own(request);
    }

    private static Problem foreign() {
        return new Problem(
                403,
                "csrf",
                "This may come from another site (expected: X-CSRF-Token with the csrf of the session, Origin: this one).");
    }

    /// What is said to somebody who lacks a permission.
    static Problem forbidden(Operator operator, Access access) {
        var permissions = access.oneOf().stream().sorted().map(Permission::name).collect(Collectors.joining(" or "));
        return new Problem(403, "permission_missing", operator.name() + " lacks the permission " + permissions + ".");
    }

    private static Entry stranger(String code, String detail, String challenge) {
        return new Entry.Stranger(new Problem(401, code, detail, List.of(), Map.of("WWW-Authenticate", challenge)));
    }
}
