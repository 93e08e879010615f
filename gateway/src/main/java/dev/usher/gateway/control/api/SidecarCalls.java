package dev.usher.gateway.control.api;

import dev.usher.gateway.control.api.Reply.Answer;
import dev.usher.gateway.control.channel.ControlChannel;
import dev.usher.gateway.control.channel.Told;
import dev.usher.gateway.core.model.DirectorName;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The calls that sidecars have a part in. *Thread-safe.*
final class SidecarCalls {

    enum Order {
        DRAIN,
        UNDRAIN
    }

    private static final int SUCCESS_MAX = 299;

    /// A sidecar that has not answered by then may still do as told.
    private static final long ANSWER_SECONDS = 2;

    private final Vertx vertx;
    private final Supplier<@Nullable ControlChannel> channels;

    SidecarCalls(Vertx vertx, Supplier<@Nullable ControlChannel> channels) {
        this.vertx = vertx;
        this.channels = channels;
    }

    /// Tells the sidecar what was done, if it was done, and adds to `reply` what the sidecar said.
    Future<Reply> told(Reply reply, Call call, Order order) {
        var channel = channels.get();
        if (channel == null || !(reply instanceof Answer answer) || answer.status() > SUCCESS_MAX) {
            return Future.succeededFuture(reply);
        }
        var director = new DirectorName(call.name());
        var told = order == Order.DRAIN ? channel.drain(director) : channel.undrain(director);
        return Future.fromCompletionStage(
                        told.toCompletableFuture().copy().orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS),
                        vertx.getOrCreateContext())
                .map(SidecarCalls::word)
                .otherwise("unanswered")
                .map(word -> new Answer(
                        answer.status(), Objects.requireNonNull(answer.body()).put("sidecar", word)));
    }

    private static String word(Told told) {
        return switch (told) {
            case Told.Answered answered when answered.done() -> "told";
            case Told.Answered answered -> "refused: " + answered.words();
            case Told.NotConnected _ -> "not_connected";
            case Told.Expired _ -> "unanswered";
            case Told.TooMany _ -> "refused: too many orders wait";
        };
    }
}
