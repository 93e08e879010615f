package dev.usher.gateway.core.exchange;

import dev.usher.gateway.core.snapshot.Token;
import org.jspecify.annotations.Nullable;

/// The cluster's own allow-list and token let the exchange in.
///
/// @param token the token that was shown; null where none is demanded
public record Authenticated(Routed routed, @Nullable Token token) {}
