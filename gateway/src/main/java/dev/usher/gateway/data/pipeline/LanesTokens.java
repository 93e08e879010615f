package dev.usher.gateway.data.pipeline;

import dev.usher.gateway.core.model.TokenDigest;
import dev.usher.gateway.core.signal.TokenTraffic;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/// Asks every lane for its tokens. *Thread-safe:* each lane is asked on its own thread.
final class LanesTokens implements TokenTraffic {

    private final Lanes lanes;

    LanesTokens(Lanes lanes) {
        this.lanes = lanes;
    }

    @Override
    public CompletableFuture<Map<TokenDigest, Integer>> live() {
        return ask(
                lane -> {
                    var counts = new HashMap<TokenDigest, Integer>();
                    lane.live().each(exchange -> {
                        var token = exchange.who().token();
                        if (token != null) {
                            counts.merge(token.digest(), 1, Integer::sum);
                        }
                    });
                    return counts;
                },
                LanesTokens::sum);
    }

    @Override
    public CompletableFuture<Map<TokenDigest, Integer>> ended(Set<TokenDigest> tokens) {
        return ask(lane -> lane.tokenBook().takeEnded(tokens), LanesTokens::sum);
    }

    @Override
    public CompletableFuture<Set<TokenDigest>> used() {
        return ask(lane -> lane.tokenBook().takeUsed(), LanesTokens::union);
    }

    private <T> CompletableFuture<T> ask(Function<Lane, T> question, BinaryOperator<T> together) {
        return lanes.all().stream()
                .map(lane -> ask(lane, question))
                .reduce((one, other) -> one.thenCombine(other, together))
                .orElseThrow();
    }

    /// A lane answers by the picture of now: what it would not let in any more has been ended then.
    private static <T> CompletableFuture<T> ask(Lane lane, Function<Lane, T> question) {
        var answer = new CompletableFuture<T>();
        try {
            lane.eventLoop().execute(() -> {
                lane.snapshot();
                // After the judging anew that a new picture puts there.
                lane.eventLoop().execute(() -> answer.complete(question.apply(lane)));
            });
        } catch (RejectedExecutionException closed) {
            answer.completeExceptionally(closed);
        }
        return answer;
    }

    private static Map<TokenDigest, Integer> sum(Map<TokenDigest, Integer> one, Map<TokenDigest, Integer> other) {
        var sum = new HashMap<>(one);
        other.forEach((token, count) -> sum.merge(token, count, Integer::sum));
        return sum;
    }

    private static Set<TokenDigest> union(Set<TokenDigest> one, Set<TokenDigest> other) {
        var union = new HashSet<>(one);
        union.addAll(other);
        return union;
    }
}
