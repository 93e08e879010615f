package dev.usher.membership.mesh;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/// Certificates and private keys as text. Throws IllegalArgumentException with what was found and expected, never with
/// anything of a key.
final class Pem {

    private static final int CERTIFICATES_MAX = 10;
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s+([A-Za-z0-9+/=\\s]+)-----END \\1-----");
    private static final String PRIVATE_KEY = "PRIVATE KEY";

    private Pem() {}

    /// At least one, in the order of the text.
    static List<X509Certificate> certificates(String text) {
        try {
            var factory = CertificateFactory.getInstance("X.509");
            var found =
                    factory
                            .generateCertificates(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (!found.isEmpty() && found.size() <= CERTIFICATES_MAX) {
                return found;
            }
            throw new IllegalArgumentException(
                    found.size() + " certificates (expected: 1.." + CERTIFICATES_MAX + " in PEM)");
        } catch (CertificateException _) {
            throw new IllegalArgumentException("unreadable (expected: certificates in PEM)");
        }
    }

    static PrivateKey privateKey(String text) {
        var block = BLOCK.matcher(text);
        if (!block.find()) {
            throw new IllegalArgumentException("unreadable (expected: a private key in PEM)");
        }
        if (!block.group(1).equals(PRIVATE_KEY)) {
            throw new IllegalArgumentException(
                    block.group(1) + " (expected: an unencrypted PKCS #8 key, BEGIN PRIVATE KEY)");
        }
        var der = Base64.getMimeDecoder().decode(block.group(2));
        for (var algorithm : List.of("EC", "RSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (GeneralSecurityException _) {
                // Then it is of the other kind, or of none that is told below.
            }
        }
        throw new IllegalArgumentException("of an unknown kind (expected: an EC or RSA key)");
    }
}
