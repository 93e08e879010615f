package dev.usher.membership.config;

import dev.usher.membership.contract.proto.MeshConfiguration;
import dev.usher.membership.mesh.MeshKeys;
import dev.usher.membership.mesh.MeshName;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The keys of a managed cluster's mesh: certificates that a gateway sent, for the key that the sidecar enrolled with.
///
/// Whether they are valid by the clock is left to the peers: a wrong clock here must not keep a sidecar from the
/// certificates that would mend its cluster.
final class ManagedMesh {

    private ManagedMesh() {}

    /// @param enrolled the key pair that the sidecar enrolled with, or null before it did
    /// @throws IllegalArgumentException with what was found and what was expected
    static MeshKeys read(MeshConfiguration offered, String cluster, String director, @Nullable KeyPair enrolled) {
        if (enrolled == null) {
            throw new IllegalArgumentException("cluster.mesh: present (expected: an enrolment before)");
        }
        var authority =
                certificate("cluster.mesh.authority", offered.getAuthority().toByteArray());
        var own =
                certificate("cluster.mesh.certificate", offered.getCertificate().toByteArray());
        var expected = new MeshName(cluster, MeshName.Role.DIRECTOR, director);
        var found = MeshName.of(own);
        if (!expected.equals(found)) {
            throw new IllegalArgumentException("cluster.mesh.certificate: "
                    + (found == null ? "names nobody" : found.uri()) + " (expected: " + expected.uri() + ")");
        }
        if (!own.getPublicKey().equals(enrolled.getPublic())) {
            throw new IllegalArgumentException(
                    "cluster.mesh.certificate: for another key (expected: the one that it enrolled with)");
        }
        try {
            own.verify(authority.getPublicKey());
        } catch (GeneralSecurityException _) {
            throw new IllegalArgumentException(
                    "cluster.mesh.certificate: not signed by the authority (expected: by cluster.mesh.authority)");
        }
        return MeshKeys.issued(List.of(own), enrolled.getPrivate(), authority);
    }

    private static X509Certificate certificate(String field, byte[] bytes) {
        try {
            var factory = CertificateFactory.getInstance("X.509");
            return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(bytes));
        } catch (CertificateException _) {
            throw new IllegalArgumentException(field + ": " + bytes.length + " bytes (expected: an X.509 certificate)");
        }
    }
}
