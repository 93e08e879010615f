package dev.usher.gateway.control.api;

import dev.usher.gateway.control.activity.Outcome;
import dev.usher.gateway.control.api.Reply.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Makes operations of what needs the store. *Thread-safe.*
final class Storing {

    private final Vertx vertx;
    private final @Nullable Management management;

    /// @param management null where nothing is kept; then every call is refused
    Storing(Vertx vertx, @Nullable Management management) {
        this.vertx = vertx;
        this.management = management;
    }

    /// Begins a change.
    @FunctionalInterface
    interface Change<T> {
        CompletionStage<Outcome<T>> begin(Management management, Call call);
    }

    /// Begins to look something up.
    @FunctionalInterface
    interface Look {
        CompletionStage<Reply> begin(Management management, Call call);
    }

    /// A change; one that brings a body has to say that it is JSON.
    ///
    /// @param missing the answer where there is nothing of that name
    /// @param words the answer to what was done; may block
    <T> Operation.Action changing(Change<T> change, Function<Call, Problem> missing, Answers.Words<T> words) {
        return call -> {
            var refused = call.body().length() == 0 ? null : Bodies.notJson(call.contentType());
            if (refused != null) {
                return Future.succeededFuture(refused);
            }
            return management == null
                    ? Future.succeededFuture(noStore())
                    : Future.fromCompletionStage(change.begin(management, call), vertx.getOrCreateContext())
                            .compose(outcome ->
                                    vertx.executeBlocking(() -> Answers.of(call, outcome, missing, words), false));
        };
    }

    /// Something that is looked up in the store, each time.
    Operation.Action looking(Look look) {
        return call -> {
            if (management == null) {
                return Future.succeededFuture(noStore());
            }
            try {
                return Future.fromCompletionStage(look.begin(management, call), vertx.getOrCreateContext());
            } catch (Paging.Refused refused) {
                return Future.succeededFuture(refused.problem());
            }
        };
    }

    private static Problem noStore() {
        return new Problem(
                409,
                "no_store",
                "This gateway keeps nothing (expected: store in its configuration).",
                List.of(),
                Map.of());
    }
}
