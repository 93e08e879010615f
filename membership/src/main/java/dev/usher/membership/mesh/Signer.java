package dev.usher.membership.mesh;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;

/// Signs what a sidecar says in the roster. *Immutable.*
public final class Signer {

    private static final byte[] PURPOSE = "usher-word:".getBytes(StandardCharsets.US_ASCII);

    private final PrivateKey key;
    private final byte[] certificate;

    public Signer(MeshKeys keys) {
        try {
            this.key = keys.key();
            this.certificate = keys.chain().getFirst().getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /// Whose key it is, DER.
    public byte[] certificate() {
        return certificate.clone();
    }

    public byte[] sign(byte[] word) {
        try {
            return sign(key, word);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Whether `signature` is that of `word` by the key of `certificate`.
    static boolean verify(X509Certificate certificate, byte[] word, byte[] signature) {
        try {
            return verify(certificate.getPublicKey(), word, signature);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    /// Whether the two are halves of one key.
    static boolean belongs(PrivateKey key, PublicKey publicKey) {
        try {
            return key.getAlgorithm().equals(publicKey.getAlgorithm())
                    && verify(publicKey, PURPOSE, sign(key, PURPOSE));
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    static boolean signed(X509Certificate authority, X509Certificate certificate) {
        try {
            certificate.verify(authority.getPublicKey());
            return certificate.getIssuerX500Principal().equals(authority.getSubjectX500Principal());
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    private static byte[] sign(PrivateKey key, byte[] word) throws GeneralSecurityException {
        var signature = Signature.getInstance(algorithm(key));
        signature.initSign(key);
        signature.update(PURPOSE);
        signature.update(word);
        return signature.sign();
    }

    private static boolean verify(PublicKey key, byte[] word, byte[] shown) throws GeneralSecurityException {
        var signature = Signature.getInstance(algorithm(key));
        signature.initVerify(key);
        signature.update(PURPOSE);
        signature.update(word);
        return signature.verify(shown);
    }

    private static String algorithm(Key key) {
        return key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
    }
}
