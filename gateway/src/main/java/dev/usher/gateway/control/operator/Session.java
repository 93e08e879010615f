package dev.usher.gateway.control.operator;

/// A person who is logged in. *Immutable.*
///
/// @param digest of the cookie's value
/// @param csrf what has to come beside the cookie with every change
/// @param expiresEpochMillis when it ends unless it is used before
public record Session(String digest, Operator operator, String csrf, long expiresEpochMillis) {}
