package dev.usher.gateway.core.snapshot;

import dev.usher.gateway.core.model.ListenerName;
import dev.usher.gateway.core.model.TokenDigest;
import dev.usher.gateway.core.model.TokenName;
import dev.usher.gateway.core.net.AccessList;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An access token as the data plane knows it: never its value, only the digest of it.
///
/// @param expiresAtMillis milliseconds since the epoch from which on it is refused; [Long#MAX_VALUE] for never
/// @param listeners where it is good; empty for everywhere
/// @param sources from where it is good; null for everywhere
public record Token(
        TokenName name,
        TokenDigest digest,
        long expiresAtMillis,
        Set<ListenerName> listeners,
        @Nullable AccessList sources) {

    public Token {
        listeners = Set.copyOf(listeners);
    }
}
