package dev.usher.gateway.data.pipeline;

import dev.usher.gateway.core.model.TokenDigest;
import dev.usher.gateway.core.snapshot.Token;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What one lane remembers of tokens until somebody asks: which were used, and how many exchanges ended with them.
///
/// Uses are told apart by identity, as a token stays the same object from picture to picture; so a use costs no
/// hashing of its digest. Bounded: what nobody asks for is forgotten. *Confined to one event loop.*
final class LaneTokens {

    /// Tokens that were revoked, or used, between two questions.
    static final int REMEMBERED_MAX = 100_000;

    private final Set<Token> used = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<TokenDigest, Integer> ended = new LinkedHashMap<>();
    private @Nullable Token last;

    /// `token` let something in.
    @SuppressWarnings("ReferenceEquality")
    void used(Token token) {
        if (token != last) {
            last = token;
            if (used.size() < REMEMBERED_MAX) {
                used.add(token);
            }
        }
    }

    /// An exchange was ended because its token is gone.
    void ended(Token token) {
        ended.merge(token.digest(), 1, Integer::sum);
        if (ended.size() > REMEMBERED_MAX) {
            ended.remove(ended.keySet().iterator().next());
        }
    }

    Set<TokenDigest> takeUsed() {
        var digests = new HashSet<TokenDigest>();
        used.forEach(token -> digests.add(token.digest()));
        used.clear();
        last = null;
        return digests;
    }

    Map<TokenDigest, Integer> takeEnded(Set<TokenDigest> tokens) {
        var taken = new HashMap<TokenDigest, Integer>();
        for (var token : tokens) {
            var count = ended.remove(token);
            if (count != null) {
                taken.put(token, count);
            }
        }
        return taken;
    }
}
