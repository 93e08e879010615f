package dev.usher.membership.mesh;

/// The ports at which Hazelcast stands behind the mesh, on loopback; the same ones everywhere, as they are part of the
/// members' names.
///
/// @param members where members speak with each other
/// @param clients where it takes clients
public record MeshPorts(int members, int clients) {}
