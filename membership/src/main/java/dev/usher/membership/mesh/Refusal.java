package dev.usher.membership.mesh;

import java.util.Locale;

/// Why a party of the mesh will not speak with another one.
public enum Refusal {
    /// It showed no certificate.
    NO_CERTIFICATE,
    /// Its certificate is neither the cluster's own nor signed by the cluster's authority.
    UNTRUSTED,
    /// Its certificate is not valid yet, or no more.
    EXPIRED,
    /// Its certificate is good, but speaks for somebody who has no business here.
    WRONG_NAME,
    /// It does not speak TLS.
    PLAINTEXT,
    /// It asks for no protocol of the mesh.
    ALPN,
    /// Its handshake went wrong otherwise, as with an old version of TLS.
    TLS,
    /// It did not come to an end with its handshake.
    TIMEOUT,
    /// There are too many connections already.
    LIMIT,
    /// The other side refused us, for reasons that it knows.
    REFUSED_US,
    /// What it says is not signed by its key.
    SIGNATURE;

    /// As it is written in metrics and logs.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
