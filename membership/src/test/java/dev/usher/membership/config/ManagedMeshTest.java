package dev.usher.membership.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.usher.membership.contract.proto.MeshConfiguration;
import dev.usher.membership.mesh.MeshAuthority;
import dev.usher.membership.mesh.MeshKeys;
import java.security.KeyPair;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;

class ManagedMeshTest {

    private final MeshAuthority authority = new MeshAuthority();
    private final MeshKeys issued = authority.director("eu-west", "director-1");

    @Test
    void joinsTheCertificatesToTheKeyItEnrolledWith() throws Exception {
        var keys =
                ManagedMesh.read(offered(authority.certificate(), leaf(issued)), "eu-west", "director-1", pair(issued));

        assertThat(keys).isEqualTo(issued);
    }

    @Test
    void eachFaultIsNamed() throws Exception {
        var good = offered(authority.certificate(), leaf(issued));
        var other = authority.director("eu-west", "director-2");

        assertThatThrownBy(() -> ManagedMesh.read(good, "eu-west", "director-1", null))
                .hasMessage("cluster.mesh: present (expected: an enrolment before)");
        assertThatThrownBy(() -> ManagedMesh.read(good, "eu-west", "director-2", pair(issued)))
                .hasMessage("cluster.mesh.certificate: usher://eu-west/director/director-1 (expected:"
                        + " usher://eu-west/director/director-2)");
        assertThatThrownBy(() -> ManagedMesh.read(good, "eu-west", "director-1", pair(other)))
                .hasMessageContaining("for another key");
        assertThatThrownBy(() -> ManagedMesh.read(
                        offered(new MeshAuthority().certificate(), leaf(issued)),
                        "eu-west",
                        "director-1",
                        pair(issued)))
                .hasMessageContaining("not signed by the authority");
        assertThatThrownBy(() -> ManagedMesh.read(
                        good.toBuilder()
                                .setAuthority(ByteString.copyFromUtf8("x"))
                                .build(),
                        "eu-west",
                        "director-1",
                        pair(issued)))
                .hasMessage("cluster.mesh.authority: 1 bytes (expected: an X.509 certificate)");
    }

    private static MeshConfiguration offered(X509Certificate authority, X509Certificate own)
            throws CertificateEncodingException {
        return MeshConfiguration.newBuilder()
                .setAuthority(ByteString.copyFrom(authority.getEncoded()))
                .setCertificate(ByteString.copyFrom(own.getEncoded()))
                .build();
    }

    private static X509Certificate leaf(MeshKeys keys) {
        return keys.chain().getFirst();
    }

    private static KeyPair pair(MeshKeys keys) {
        return new KeyPair(leaf(keys).getPublicKey(), keys.key());
    }
}
