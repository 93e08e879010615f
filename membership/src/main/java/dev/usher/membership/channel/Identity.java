package dev.usher.membership.channel;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/// Who a sidecar is to the gateways of one estate: what it got in exchange for its enrolment key. *Immutable.*
///
/// @param estate the one that it enrolled in; kept beside the certificate
/// @param chain its certificate first, then what signed it
/// @param key belongs to the first certificate, and to the mesh certificate of a managed cluster; never leaves the
/// machine
public record Identity(String estate, List<X509Certificate> chain, PrivateKey key) {

    /// The file in the sidecar's data directory.
    public static final String FILE = "identity.pem";

    public Identity {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a chain without certificates");
        }
    }

    @Override
    public String toString() {
        return "identity " + chain.getFirst().getSubjectX500Principal() + " in estate " + estate;
    }
}
