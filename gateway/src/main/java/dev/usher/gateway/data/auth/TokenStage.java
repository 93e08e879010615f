package dev.usher.gateway.data.auth;

import dev.usher.gateway.core.exchange.Authenticated;
import dev.usher.gateway.core.exchange.Cause;
import dev.usher.gateway.core.exchange.Routed;
import dev.usher.gateway.core.exchange.Verdict;
import dev.usher.gateway.core.snapshot.Token;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/// Judges the credential of a request by its SHA-256, straight from the bytes that came in: no string is made
/// of a token, so none can leak from one, and the hit path makes no garbage but the step it returns.
///
/// A token's own format is not asked for: what an operator brought from elsewhere, by digest, is as good as
/// ours.
///
/// *Confined to one event loop:* it owns a digest and its scratch.
public final class TokenStage {

    /// The longest credential that is looked at; a longer one is unknown without being hashed.
    static final int BYTES_MAX = 512;

    private static final int DIGEST_BYTES = 32;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final Verdict<Authenticated> MISSING = new Verdict.Refused<>(Cause.TOKEN_MISSING);
    private static final Verdict<Authenticated> UNKNOWN = new Verdict.Refused<>(Cause.TOKEN_UNKNOWN);
    private static final Verdict<Authenticated> EXPIRED = new Verdict.Refused<>(Cause.TOKEN_EXPIRED);
    private static final Verdict<Authenticated> SCOPE = new Verdict.Refused<>(Cause.TOKEN_SCOPE);

    private final MessageDigest sha256 = sha256();
    private final byte[] digest = new byte[DIGEST_BYTES];

    /// Whether the credential lets the request in.
    ///
    /// Where no token is demanded, one that is shown is not looked at, and the exchange is nobody's.
    ///
    /// @param bytes holds the credential, `length` bytes from `offset` on; a length of 0 when none was shown
    /// @param nowMillis milliseconds since the epoch
    public Verdict<Authenticated> judge(Routed routed, byte[] bytes, int offset, int length, long nowMillis) {
        if (!demanded(routed)) {
            return new Verdict.Passed<>(new Authenticated(routed, null));
        }
        if (length == 0) {
            return MISSING;
        }
        var token = length > BYTES_MAX ? null : find(routed, bytes, offset, length);
        if (token == null) {
            return UNKNOWN;
        }
        if (nowMillis >= token.expiresAtMillis()) {
            return EXPIRED;
        }
        return covers(token, routed) ? new Verdict.Passed<>(new Authenticated(routed, token)) : SCOPE;
    }

    private static boolean demanded(Routed routed) {
        return switch (routed.listener().token()) {
            case REQUIRED -> true;
            case NOT_REQUIRED -> false;
            case AS_CLUSTER -> routed.cluster().tokensDemanded();
        };
    }

    private @Nullable Token find(Routed routed, byte[] bytes, int offset, int length) {
        sha256.update(bytes, offset, length);
        try {
            sha256.digest(digest, 0, DIGEST_BYTES);
        } catch (DigestException impossible) {
            throw new IllegalStateException(impossible);
        }
        return routed.cluster()
                .tokens()
                .find((long) LONG.get(digest, 0), (long) LONG.get(digest, 8), (long) LONG.get(digest, 16), (long)
                        LONG.get(digest, 24));
    }

    private static boolean covers(Token token, Routed routed) {
        var listeners = token.listeners();
        var sources = token.sources();
        return (listeners.isEmpty() || listeners.contains(routed.listener().name()))
                && (sources == null || sources.admits(routed.source()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
