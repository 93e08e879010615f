package dev.usher.gateway.core.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.gateway.core.model.TokenDigest;
import dev.usher.gateway.core.model.TokenName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TokenTableTest {

    @Test
    void anEmptyTableKnowsNobody() {
        assertThat(TokenTable.EMPTY.find(0, 0, 0, 0)).isNull();
        assertThat(TokenTable.EMPTY.tokens()).isEmpty();
    }

    @Test
    void findsEachOfItsTokensAndNoOther() {
        for (long seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            // Few different bits make many collisions; the table must not depend on luck.
            int bits = 1 + random.nextInt(8);
            var digests = new HashSet<TokenDigest>();
            for (int i = random.nextInt(200); i > 0; i--) {
                digests.add(digest(random, bits));
            }
            var tokens = new ArrayList<Token>();
            digests.forEach(digest -> tokens.add(token("t" + tokens.size(), digest)));
            var table = TokenTable.of(tokens);

            for (var token : tokens) {
                assertThat(find(table, token.digest())).as("seed %d", seed).isSameAs(token);
            }
            for (int i = 0; i < 100; i++) {
                var stranger = digest(random, bits + 1);
                assertThat(find(table, stranger) != null).as("seed %d", seed).isEqualTo(digests.contains(stranger));
            }
        }
    }

    @Test
    void aDigestThatDiffersInOneBitIsAnother() {
        var table = TokenTable.of(List.of(token("a", new TokenDigest(1, 2, 3, 4))));

        assertThat(table.find(1, 2, 3, 4)).isNotNull();
        assertThat(table.find(1, 2, 3, 5)).isNull();
        assertThat(table.find(1, 2, 7, 4)).isNull();
        assertThat(table.find(1, 3, 3, 4)).isNull();
        assertThat(table.find(1L << 63 | 1, 2, 3, 4)).isNull();
    }

    @Test
    void twoTokensOfOneDigestAreAMistake() {
        var digest = new TokenDigest(1, 2, 3, 4);

        assertThatThrownBy(() -> TokenTable.of(List.of(token("a", digest), token("b", digest))))
                .hasMessage("token: b has the digest of a (expected: one of its own)");
    }

    private static @Nullable Token find(TokenTable table, TokenDigest digest) {
        return table.find(digest.first(), digest.second(), digest.third(), digest.fourth());
    }

    private static TokenDigest digest(Random random, int bits) {
        return new TokenDigest(random.nextInt(1 << bits), random.nextInt(2), 0, random.nextInt(2));
    }

    private static Token token(String name, TokenDigest digest) {
        return new Token(new TokenName(name), digest, Long.MAX_VALUE, Set.of(), null);
    }
}
