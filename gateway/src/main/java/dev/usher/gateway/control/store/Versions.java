package dev.usher.gateway.control.store;

/// How often rows of each kind were changed; whoever keeps a copy sees by it whether the copy is still good.
///
/// @param directors Directors, their enrolments and drains
/// @param clusters clusters, who is in them, and what was changed of declared ones
/// @param tokens access tokens
/// @param closures connections that were closed for a revoked token
public record Versions(long directors, long clusters, long tokens, long devices, long closures) {

    public static final Versions NONE = new Versions(0, 0, 0, 0, 0);
}
