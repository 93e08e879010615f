package dev.usher.gateway.core.exchange;

/// The doorkeeper looked at the address: at least one cluster that the listener reaches would take it.
///
/// @param secure whether the connection speaks TLS
public record Admitted(Accepted accepted, boolean secure) {}
