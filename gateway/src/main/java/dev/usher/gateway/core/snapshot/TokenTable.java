package dev.usher.gateway.core.snapshot;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The tokens of a cluster by digest: open addressing over the digests' own bits, which are as good as random.
///
/// The digests lie flat in one array, four longs a slot, at most half of the slots taken: a hit costs two or
/// three cache lines, and no object but the token found is touched. *Immutable.*
public final class TokenTable {

    /// No tokens.
    public static final TokenTable EMPTY = of(List.of());

    private static final int LONGS = 4;

    private final List<Token> tokens;
    private final @Nullable Token[] slots;
    private final long[] digests;

    private TokenTable(List<Token> tokens) {
        int size = Math.max(2, Integer.highestOneBit(Math.max(1, tokens.size())) << 2);
        this.tokens = tokens;
        this.slots = new @Nullable Token[size];
        this.digests = new long[size * LONGS];
        tokens.forEach(this::put);
    }

    /// The table of `tokens`, whose digests differ.
    public static TokenTable of(List<Token> tokens) {
        return new TokenTable(List.copyOf(tokens));
    }

    private void put(Token token) {
        var digest = token.digest();
        int slot = slot(digest.first(), digest.second(), digest.third(), digest.fourth());
        var there = slots[slot];
        if (there != null) {
            throw new IllegalArgumentException(
                    "token: " + token.name() + " has the digest of " + there.name() + " (expected: one of its own)");
        }
        slots[slot] = token;
        digests[slot * LONGS] = digest.first();
        digests[slot * LONGS + 1] = digest.second();
        digests[slot * LONGS + 2] = digest.third();
        digests[slot * LONGS + 3] = digest.fourth();
    }

    /// The token whose digest, 32 bytes as four big-endian longs, is this one, or null when there is none. A
    /// slot is compared as a whole, never up to the first difference; makes no garbage.
    public @Nullable Token find(long first, long second, long third, long fourth) {
        return slots[slot(first, second, third, fourth)];
    }

    /// The slot that holds this digest, or the free one where it would be.
    private int slot(long first, long second, long third, long fourth) {
        int mask = slots.length - 1;
        int slot = (int) first & mask;
        while (slots[slot] != null) {
            int at = slot * LONGS;
            long difference = (digests[at] ^ first)
                    | (digests[at + 1] ^ second)
                    | (digests[at + 2] ^ third)
                    | (digests[at + 3] ^ fourth);
            if (difference == 0) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    /// The tokens in the order given.
    public List<Token> tokens() {
        return tokens;
    }
}
