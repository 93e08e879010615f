package dev.usher.gateway.control.operator;

import dev.usher.gateway.core.model.TokenDigest;

/// What a script is known by. *Immutable.*
///
/// @param digest of its API token
public record ApiKey(TokenDigest digest, Operator operator) {}
