package dev.usher.membership.mesh;

import java.security.cert.CertificateException;

/// A certificate is not believed. The handshake that it appeared in ends with it.
final class Distrust extends CertificateException {

    private static final long serialVersionUID = 1;

    private final Refusal reason;

    Distrust(Refusal reason, String why) {
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
