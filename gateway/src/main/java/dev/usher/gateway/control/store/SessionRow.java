package dev.usher.gateway.control.store;

/// An operator's session.
///
/// @param digest the SHA-256 of the cookie's value, in hexadecimal digits
/// @param email whose it is
/// @param csrf what a page has to send beside the cookie
public record SessionRow(String digest, String email, String csrf, long createdEpochMillis, long usedEpochMillis) {}
