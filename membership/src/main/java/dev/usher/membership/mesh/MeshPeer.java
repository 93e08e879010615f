package dev.usher.membership.mesh;

/// A Director's sidecar as others reach it.
///
/// @param address an IP address or a host name
/// @param port the coordination port
public record MeshPeer(String name, String address, int port) {}
