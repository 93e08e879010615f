package dev.usher.gateway.control.api;

import dev.usher.gateway.control.api.Reply.Problem;
import dev.usher.gateway.control.api.events.Events;
import dev.usher.gateway.control.operator.Operator;
import dev.usher.gateway.control.operator.Reception;
import dev.usher.gateway.control.operator.Session;
import io.netty.handler.codec.http.cookie.Cookie;
import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Listening to what changes. *Thread-safe.*
final class EventCalls {

    private static final Map<String, String> LATER = Map.of("Retry-After", "5");

    private final Vertx vertx;
    private final Events events;
    private final Reception reception;

    EventCalls(Vertx vertx, Events events, Reception reception) {
        this.vertx = vertx;
        this.events = events;
        this.reception = reception;
    }

    Reply listen(Call call) {
        var lastId = call.headers().get("Last-Event-ID");
        var listener = new Events.Listener(call.operator(), lastId == null ? "" : lastId, again(call));
        return new Reply.Stream(request -> open(request, listener));
    }

    private @Nullable Problem open(HttpServerRequest request, Events.Listener listener) {
        return switch (events.open(vertx.getOrCreateContext(), request, listener)) {
            case OPEN -> null;
            case FULL ->
                new Problem(
                        503,
                        "too_many_streams",
                        "Others listen already (expected: at most " + Events.STREAMS_MAX + ").",
                        List.of(),
                        LATER);
            case CLOSED -> new Problem(503, "shutting_down", "The gateway is about to end.", List.of(), LATER);
        };
    }

    /// Who it is, asked once more while it listens: that is no use of a session, which would else never end.
    private Supplier<CompletableFuture<Optional<Operator>>> again(Call call) {
        if (call.caller().session() != null) {
            var cookie = cookie(call);
            return () -> reception.logins().look(cookie).thenApply(found -> found.map(Session::operator));
        }
        var token = Gate.token(Objects.requireNonNull(call.headers().get("Authorization")));
        return () -> CompletableFuture.completedFuture(reception.operators().find(token));
    }

    private static String cookie(Call call) {
        var name = SessionCalls.cookie(call.caller().secure());
        return ServerCookieDecoder.STRICT.decode(call.headers().get("Cookie")).stream()
                .filter(cookie -> cookie.name().equals(name))
                .map(Cookie::value)
                .findFirst()
                .orElse("");
    }
}
