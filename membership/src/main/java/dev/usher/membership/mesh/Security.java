package dev.usher.membership.mesh;

/// How the sidecars of a cluster speak with each other and with gateways. *Immutable.*
public sealed interface Security {

    /// In plain text, on two ports of each Director.
    record Plaintext() implements Security {}

    /// Through a mesh of mutual TLS, on one port of each Director.
    record Mesh(MeshKeys keys) implements Security {}
}
