package dev.usher.membership.mesh;

import dev.usher.membership.time.Ticker;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Whether a word of the roster comes from the sidecar that it speaks of.
///
/// A certificate is parsed once and kept, one for each Director; whether it counts is asked each time, since it may
/// have
/// expired. *Confined to one thread.*
public final class SignatureCheck {

    private static final int CERTIFICATE_MAX = 8 * 1024;

    private final String cluster;
    private final MeshTrust trust;
    private final Map<String, X509Certificate> parsed = new HashMap<>();

    public SignatureCheck(String cluster, MeshKeys keys, Ticker ticker) {
        this.cluster = cluster;
        this.trust = new MeshTrust(cluster, keys, ticker);
    }

    /// Why a word does not count, or null when it does.
    ///
    /// @param director one of those that are configured
    /// @param der the certificate that came with the word
    public @Nullable Refusal refuses(String director, byte[] word, byte[] signature, byte[] der) {
        if (der.length == 0 || signature.length == 0) {
            return Refusal.NO_CERTIFICATE;
        }
        try {
            var certificate = parse(director, der);
            var name = trust.judge(List.of(certificate));
            if (name != null && !name.equals(new MeshName(cluster, MeshName.Role.DIRECTOR, director))) {
                return Refusal.WRONG_NAME;
            }
            return Signer.verify(certificate, word, signature) ? null : Refusal.SIGNATURE;
        } catch (Distrust e) {
            return e.reason();
        } catch (CertificateException _) {
            return Refusal.UNTRUSTED;
        }
    }

    private X509Certificate parse(String director, byte[] der) throws CertificateException {
        var before = parsed.get(director);
        if (before != null && Arrays.equals(before.getEncoded(), der)) {
            return before;
        }
        if (der.length > CERTIFICATE_MAX) {
            throw new CertificateException(der.length + " bytes (expected: at most " + CERTIFICATE_MAX + ")");
        }
        var certificate = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        parsed.put(director, certificate);
        return certificate;
    }
}
