package dev.usher.gateway.control.channel;

import dev.usher.membership.mesh.MeshName;
import io.vertx.core.http.HttpConnection;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/// Who is at the other end of a connection. *Immutable.*
///
/// @param address without the port
/// @param certificate checked in the handshake; null when none was shown
record Peer(String address, @Nullable X509Certificate certificate) {

    static Peer of(HttpConnection connection) {
        return new Peer(connection.remoteAddress().hostAddress(), certificate(connection));
    }

    private static @Nullable X509Certificate certificate(HttpConnection connection) {
        try {
            var shown = connection.sslSession().getPeerCertificates();
            return shown.length > 0 && shown[0] instanceof X509Certificate first ? first : null;
        } catch (SSLPeerUnverifiedException _) {
            return null;
        }
    }

    /// What is wrong with taking it for the sidecar of `director`, or null.
    @Nullable
    String mistake(String estate, String director) {
        var name = certificate == null ? null : MeshName.of(certificate);
        if (name == null || name.role() != MeshName.Role.DIRECTOR) {
            return "a certificate without a Director's name";
        }
        if (!name.cluster().equals(estate)) {
            return "a certificate of estate " + name.cluster();
        }
        return name.name().equals(director) ? null : "the certificate of " + name.name();
    }

    @Nullable
    PublicKey key() {
        return certificate == null ? null : certificate.getPublicKey();
    }
}
