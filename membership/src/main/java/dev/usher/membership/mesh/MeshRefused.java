package dev.usher.membership.mesh;

import java.io.IOException;

/// A connection that the mesh will not carry.
final class MeshRefused extends IOException {

    private static final long serialVersionUID = 1;

    private final Refusal reason;

    MeshRefused(Refusal reason, String why) {
        super(why);
        this.reason = reason;
    }

    Refusal reason() {
        return reason;
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
