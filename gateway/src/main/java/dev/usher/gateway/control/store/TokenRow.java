package dev.usher.gateway.control.store;

import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.ListenerName;
import dev.usher.gateway.core.model.TokenDigest;
import dev.usher.gateway.core.model.TokenName;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An access token that was created through the API: all but its value.
///
/// @param id random, in lower-case hexadecimal digits; stands in URLs
/// @param expiresEpochMillis null for never
/// @param revokedEpochMillis null while it is good
/// @param listeners where it is good; empty for everywhere
/// @param sources from where it is good; empty for everywhere
/// @param lastUsedEpochMillis null when it never was; a minute late at most
public record TokenRow(
        String id,
        ClusterName cluster,
        TokenName name,
        TokenDigest digest,
        long createdEpochMillis,
        @Nullable Long expiresEpochMillis,
        @Nullable Long revokedEpochMillis,
        Set<ListenerName> listeners,
        List<String> sources,
        @Nullable Long lastUsedEpochMillis) {

    public TokenRow {
        listeners = Set.copyOf(listeners);
        sources = List.copyOf(sources);
    }
}
