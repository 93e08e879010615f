package dev.usher.gateway.core.signal;

import dev.usher.gateway.core.model.TokenDigest;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// What the data plane knows of access tokens. *Thread-safe;* an answer comes once every event loop has said its part.
public interface TokenTraffic {

    /// How many exchanges are being carried now, by the token that let them in.
    CompletableFuture<Map<TokenDigest, Integer>> live();

    /// How many exchanges were ended because these tokens are in the picture no longer. What is told is forgotten.
    CompletableFuture<Map<TokenDigest, Integer>> ended(Set<TokenDigest> tokens);

    /// Which tokens let something in. What is told is forgotten.
    CompletableFuture<Set<TokenDigest>> used();
}
