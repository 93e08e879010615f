package dev.usher.gateway.control.channel;

import dev.usher.membership.contract.proto.EnrolRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import org.jspecify.annotations.Nullable;

/// The public key of an enrolment, if whoever shows it has the private one.
final class PublicKeys {

    private static final int BYTES_MAX = 256;
    private static final int FIELD_BITS = 256;

    private PublicKeys() {}

    /// The key, or null when it is no ECDSA P-256 key or the proof is wrong.
    static @Nullable PublicKey proven(EnrolRequest request) {
        if (request.getPublicKey().size() > BYTES_MAX || request.getProof().size() > BYTES_MAX) {
            return null;
        }
        try {
            var encoded = new X509EncodedKeySpec(request.getPublicKey().toByteArray());
            var key = KeyFactory.getInstance("EC").generatePublic(encoded);
            return fits(key) && signed(request, key) ? key : null;
        } catch (GeneralSecurityException _) {
            return null;
        }
    }

    private static boolean fits(PublicKey key) {
        return key instanceof ECPublicKey ec && ec.getParams().getOrder().bitLength() == FIELD_BITS;
    }

    private static boolean signed(EnrolRequest request, PublicKey key) throws GeneralSecurityException {
        var text = "usher-enrol:" + request.getDirector() + ":" + request.getKey();
        var signature = Signature.getInstance("SHA256withECDSA");
        signature.initVerify(key);
        signature.update(text.getBytes(StandardCharsets.UTF_8));
        return signature.verify(request.getProof().toByteArray());
    }
}
