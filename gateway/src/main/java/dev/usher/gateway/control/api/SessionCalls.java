package dev.usher.gateway.control.api;

import dev.usher.gateway.control.api.Reply.Answer;
import dev.usher.gateway.control.api.Reply.Problem;
import dev.usher.gateway.control.operator.Login;
import dev.usher.gateway.control.operator.Logins;
import dev.usher.gateway.control.operator.Session;
import dev.usher.gateway.core.model.Permission;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Logging in and out. *Thread-safe.*
final class SessionCalls {

    private static final String PATH = "/api/v1/sessions/current";

    private final Vertx vertx;
    private final Logins logins;

    SessionCalls(Vertx vertx, Logins logins) {
        this.vertx = vertx;
        this.logins = logins;
    }

    /// The name of the cookie; with TLS one that nobody but this address can set.
    static String cookie(boolean secure) {
        return secure ? "__Host-usher_session" : "usher_session";
    }

    Future<Reply> login(Call call) {
        return switch (LoginForm.read(call)) {
            case LoginForm.Read.Wrong(var problem) -> Future.succeededFuture(problem);
            case LoginForm.Read.Understood(var form) ->
                Future.fromCompletionStage(
                                logins.login(
                                        form.email(),
                                        form.password(),
                                        call.caller().ip()),
                                vertx.getOrCreateContext())
                        .map(login -> answer(login, call.caller().secure()));
        };
    }

    Reply current(Call call) {
        var session = call.caller().session();
        return session == null ? noSession() : Answer.ok(json(session));
    }

    Future<Reply> logout(Call call) {
        var session = call.caller().session();
        if (session == null) {
            return Future.succeededFuture(noSession());
        }
        return Future.fromCompletionStage(logins.logout(session, call.caller().ip()), vertx.getOrCreateContext())
                .map(Answer.done()
                        .with("Set-Cookie", setCookie("", call.caller().secure()) + "; Max-Age=0"));
    }

    private static Reply answer(Login login, boolean secure) {
        return switch (login) {
            case Login.Opened(var cookie, var session) ->
                new Answer(201, json(session)).with("Location", PATH).with("Set-Cookie", setCookie(cookie, secure));
            case Login.Refused _ ->
                new Problem(
                        401,
                        "login_refused",
                        "The e-mail address or the password is wrong.",
                        List.of(),
                        Map.of("WWW-Authenticate", "Bearer realm=\"usher\""));
            case Login.Wait(var left) ->
                later(429, "too_many_attempts", "Too many logins failed.", left.plusSeconds(1));
            case Login.Busy _ ->
                later(503, "login_busy", "Too many logins are being looked at.", Duration.ofSeconds(1));
        };
    }

    private static Problem later(int status, String code, String detail, Duration left) {
        var seconds = Long.toString(left.toSeconds());
        return new Problem(
                status, code, detail + " Try again in " + seconds + " s.", List.of(), Map.of("Retry-After", seconds));
    }

    private static Problem noSession() {
        return new Problem(404, "session_not_found", "This call was made without a session (expected: a login).");
    }

    private static String setCookie(String value, boolean secure) {
        return cookie(secure) + "=" + value + "; Path=/; HttpOnly; SameSite=Strict" + (secure ? "; Secure" : "");
    }

    private static JsonObject json(Session session) {
        var permissions = new JsonArray();
        session.operator().permissions().stream().sorted().map(Permission::name).forEach(permissions::add);
        return new JsonObject()
                .put("email", session.operator().email())
                .put("permissions", permissions)
                .put("csrf", session.csrf())
                .put("expires_at", Shapes.instant(session.expiresEpochMillis()));
    }
}
