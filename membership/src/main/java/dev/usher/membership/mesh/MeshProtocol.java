package dev.usher.membership.mesh;

import org.jspecify.annotations.Nullable;

/// What a connection through the mesh is for, agreed upon by ALPN.
public enum MeshProtocol {
    /// A sidecar with another one.
    MEMBER("usher-member/1"),
    /// A gateway with a sidecar.
    CLIENT("usher-client/1");

    private final String alpn;

    MeshProtocol(String alpn) {
        this.alpn = alpn;
    }

    String alpn() {
        return alpn;
    }

    static @Nullable MeshProtocol of(@Nullable String alpn) {
        for (var protocol : values()) {
            if (protocol.alpn.equals(alpn)) {
                return protocol;
            }
        }
        return null;
    }
}
