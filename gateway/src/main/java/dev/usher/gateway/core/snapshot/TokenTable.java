package dev.usher.gateway.core.snapshot;

import dev.usher.gateway.core.model.TokenDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The tokens of a cluster by digest: open addressing over the digests' own bits, which are as good as random.
///
/// *Immutable.*
public final class TokenTable {

    /// No tokens.
    public static final TokenTable EMPTY = of(List.of());

    private final List<Token> tokens;

    private TokenTable(List<Token> tokens) {
        this.tokens = tokens;
    }

    /// The table of `tokens`, whose digests differ.
    public static TokenTable of(List<Token> tokens) {
        return new TokenTable(List.copyOf(tokens));
    }

    /// The token whose digest, 32 bytes, is `digest`, or null when there is none. Compares in constant time; makes no
    /// garbage.
    public @Nullable Token find(long first, long second, long third, long fourth) {
        var digest = new TokenDigest(first, second, third, fourth);
        for (var token : tokens) {
            if (token.digest().equals(digest)) {
                return token;
            }
        }
        return null;
    }

    /// The tokens in the order given.
    public List<Token> tokens() {
        return tokens;
    }
}
