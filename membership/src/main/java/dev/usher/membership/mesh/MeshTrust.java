package dev.usher.membership.mesh;

import dev.usher.membership.time.Ticker;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whose certificates count in one cluster.
///
/// With shared keys a peer's certificate must have the very public key that ours has: it was shown to know the same
/// private key then. With an authority it must be signed by it and name a party of this cluster. Either must be valid
/// now. *Immutable.*
final class MeshTrust {

    private final String cluster;
    private final MeshKeys keys;
    private final Ticker ticker;

    MeshTrust(String cluster, MeshKeys keys, Ticker ticker) {
        this.cluster = cluster;
        this.keys = keys;
        this.ticker = ticker;
    }

    /// Who shows this chain: its name, or null where all have the same key.
    ///
    /// @throws Distrust when it is nobody of this cluster
    @Nullable
    MeshName judge(List<X509Certificate> chain) throws Distrust {
        if (chain.isEmpty()) {
            throw new Distrust(Refusal.NO_CERTIFICATE, "no certificate");
        }
        var authority = keys.authority();
        var leaf = chain.getFirst();
        if (authority == null) {
            checkKey(leaf);
            checkValidity(leaf);
            return null;
        }
        checkPath(leaf, authority);
        var name = MeshName.of(leaf);
        if (name == null || !name.cluster().equals(cluster)) {
            throw new Distrust(
                    Refusal.WRONG_NAME,
                    subject(leaf) + " is " + (name == null ? "nobody of the mesh" : name.uri())
                            + " (expected: a party of cluster " + cluster + ")");
        }
        return name;
    }

    private void checkKey(X509Certificate leaf) throws Distrust {
        var ours = keys.chain().getFirst().getPublicKey().getEncoded();
        if (!MessageDigest.isEqual(ours, leaf.getPublicKey().getEncoded())) {
            throw new Distrust(Refusal.UNTRUSTED, subject(leaf) + " has another key (expected: the cluster's own)");
        }
    }

    private void checkValidity(X509Certificate leaf) throws Distrust {
        try {
            leaf.checkValidity(now());
        } catch (CertificateException e) {
            throw new Distrust(Refusal.EXPIRED, subject(leaf) + ": " + e.getMessage());
        }
    }

    /// The authority itself must have signed: a word of the roster carries one certificate, no chain.
    private void checkPath(X509Certificate leaf, X509Certificate authority) throws Distrust {
        try {
            var rules = new PKIXParameters(Set.of(new TrustAnchor(authority, null)));
            rules.setRevocationEnabled(false);
            rules.setDate(now());
            var path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(leaf));
            CertPathValidator.getInstance("PKIX").validate(path, rules);
        } catch (CertPathValidatorException e) {
            var reason = e.getReason() == BasicReason.EXPIRED || e.getReason() == BasicReason.NOT_YET_VALID
                    ? Refusal.EXPIRED
                    : Refusal.UNTRUSTED;
            throw new Distrust(reason, subject(leaf) + ": " + e.getMessage());
        } catch (GeneralSecurityException e) {
            throw new Distrust(Refusal.UNTRUSTED, subject(leaf) + ": " + e.getMessage());
        }
    }

    private Date now() {
        return Date.from(Instant.ofEpochMilli(ticker.epochMillis()));
    }

    /// Names are a stranger's words: what could forge a line of the log is left out.
    private static String subject(X509Certificate certificate) {
        var name = certificate.getSubjectX500Principal().getName().replaceAll("[^ -~]", "?");
        return name.length() <= 100 ? name : name.substring(0, 100);
    }
}
