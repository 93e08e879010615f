package dev.usher.gateway.control.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.core.model.Permission;
import dev.usher.gateway.core.model.TokenDigest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OperatorsTest {

    private final Operators operators = new Operators(List.of(key("first"), key("second"), key("third")));

    @Test
    void findsEachByItsToken() {
        assertThat(operators.find("first")).map(Operator::name).contains("first");
        assertThat(operators.find("second")).map(Operator::name).contains("second");
        assertThat(operators.find("third")).map(Operator::name).contains("third");
    }

    @Test
    void findsNobodyByAnythingElse() {
        assertThat(operators.find("")).isEmpty();
        assertThat(operators.find("First")).isEmpty();
        assertThat(operators.find("first ")).isEmpty();
        assertThat(new Operators(List.of()).find("first")).isEmpty();
    }

    @Test
    void findsNobodyWhenASingleBitDiffers() {
        var digest = digest("first");
        var almost = new TokenDigest(digest.first(), digest.second(), digest.third(), digest.fourth() ^ Long.MIN_VALUE);

        assertThat(new Operators(List.of(new ApiKey(almost, operator("first")))).find("first"))
                .isEmpty();
    }

    @Test
    void doesNotLookAtLongTokens() {
        var token = "t".repeat(Operators.TOKEN_CHARACTERS_MAX + 1);

        assertThat(new Operators(List.of(key(token))).find(token)).isEmpty();
    }

    @Test
    void mayDoWhatIsPermittedOnly() {
        var operator = operator("first");

        assertThat(operator.may(Permission.DIRECTOR_READ)).isTrue();
        assertThat(operator.may(Permission.DIRECTOR_UPDATE)).isFalse();
    }

    private static ApiKey key(String token) {
        return new ApiKey(digest(token), operator(token));
    }

    private static Operator operator(String name) {
        return new Operator(name, "ops@example.com", Set.of(Permission.DIRECTOR_READ));
    }

    private static TokenDigest digest(String token) {
        try {
            return TokenDigest.of(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
