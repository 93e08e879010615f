package dev.usher.gateway.control.operator;

import dev.usher.gateway.core.config.ApiTokenSettings;
import dev.usher.gateway.core.model.TokenDigest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;

/// The scripts that may use the management API. *Thread-safe:* one list that is replaced whole.
///
/// A look-up compares all digests in full, so the time it takes tells nothing about any of them.
public final class Operators {

    /// The longest API token that is looked at.
    public static final int TOKEN_CHARACTERS_MAX = 256;

    private volatile List<ApiKey> keys;

    public Operators(List<ApiKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /// Those that the configuration names.
    public static Operators of(List<ApiTokenSettings> settings) {
        return new Operators(keys(settings));
    }

    /// From now on it is these.
    public void admit(List<ApiTokenSettings> settings) {
        keys = keys(settings);
    }

    private static List<ApiKey> keys(List<ApiTokenSettings> settings) {
        return settings.stream()
                .map(token -> new ApiKey(
                        token.digest(), new Operator(token.name().value(), token.email(), token.permissions())))
                .toList();
    }

    /// The operator whose API token is `token`.
    public Optional<Operator> find(String token) {
        if (token.length() > TOKEN_CHARACTERS_MAX) {
            return Optional.empty();
        }
        var digest = digest(token);
        var known = keys;
        int found = -1;
        for (int i = 0; i < known.size(); i++) {
            int same = same(known.get(i).digest(), digest);
            found = (found & ~same) | (i & same);
        }
        return found < 0 ? Optional.empty() : Optional.of(known.get(found).operator());
    }

    /// All ones when both are the same, all zeros otherwise; without a branch.
    private static int same(TokenDigest a, TokenDigest b) {
        long difference = (a.first() ^ b.first())
                | (a.second() ^ b.second())
                | (a.third() ^ b.third())
                | (a.fourth() ^ b.fourth());
        return (int) (((difference | -difference) >> 63) ^ -1L);
    }

    private static TokenDigest digest(String token) {
        try {
            return TokenDigest.of(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
