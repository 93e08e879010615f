package dev.usher.membership.mesh;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one party of a cluster's mesh shows of itself, and whom it trusts. *Immutable.*
///
/// @param chain its certificate first, then what signed it
/// @param key belongs to the first certificate
/// @param authority who must have signed a peer's certificate; null when all share one key pair, and a peer is trusted
/// for having the same public key
public record MeshKeys(
        List<X509Certificate> chain,
        PrivateKey key,
        @Nullable X509Certificate authority) {

    public MeshKeys {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a chain without certificates");
        }
    }

    /// Of a cluster whose parties all have this one certificate and key.
    public static MeshKeys shared(List<X509Certificate> chain, PrivateKey key) {
        return new MeshKeys(chain, key, null);
    }

    /// Of a cluster in which `authority` gave each party a certificate with its [MeshName].
    public static MeshKeys issued(List<X509Certificate> chain, PrivateKey key, X509Certificate authority) {
        return new MeshKeys(chain, key, authority);
    }

    @Override
    public String toString() {
        return "keys of " + chain.getFirst().getSubjectX500Principal();
    }
}
