package dev.usher.gateway.data.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/// A certificate chain and the private key of its first certificate, known to belong together. *Immutable.*
record CertificatePair(ServedCertificate served, List<X509Certificate> chain, PrivateKey key) {

    private static final int DNS_NAME = 2;
    private static final byte[] PROBE = "usher".repeat(8).getBytes(US_ASCII);

    static CertificatePair load(CertificateFiles files) throws TlsFilesException {
        var chain = PemFiles.certificates(files.certificate());
        var key = PemFiles.key(files.key());
        checkPair(files, chain, key);
        checkChain(files, chain);
        var leaf = chain.getFirst();
        var served = new ServedCertificate(
                files.certificate(),
                names(leaf),
                leaf.getNotBefore().toInstant(),
                leaf.getNotAfter().toInstant());
        return new CertificatePair(served, chain, key);
    }

    private static void checkPair(CertificateFiles files, List<X509Certificate> chain, PrivateKey key)
            throws TlsFilesException {
        for (int i = 0; i < chain.size(); i++) {
            if (belongs(key, chain.get(i).getPublicKey())) {
                if (i > 0) {
                    throw new TlsFilesException(files.certificate() + ": the key is that of certificate " + (i + 1)
                            + " (expected: the key's own certificate first)");
                }
                return;
            }
        }
        throw new TlsFilesException(
                files.key() + ": not the key of the certificate (expected: the key of " + files.certificate() + ")");
    }

    /// A key belongs to a public key when the one can check what the other signed; that holds for every
    /// algorithm.
    private static boolean belongs(PrivateKey key, PublicKey other) {
        if (!key.getAlgorithm().equals(other.getAlgorithm())) {
            return false;
        }
        try {
            var signature =
                    Signature.getInstance(key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA");
            signature.initSign(key);
            signature.update(PROBE);
            var signed = signature.sign();
            signature.initVerify(other);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static void checkChain(CertificateFiles files, List<X509Certificate> chain) throws TlsFilesException {
        for (int i = 1; i < chain.size(); i++) {
            var issuer = chain.get(i - 1).getIssuerX500Principal();
            if (!chain.get(i).getSubjectX500Principal().equals(issuer)) {
                throw new TlsFilesException(files.certificate() + ": certificate " + (i + 1) + " is "
                        + chain.get(i).getSubjectX500Principal() + " (expected: " + issuer + ", which issued the one "
                        + "before)");
            }
        }
    }

    private static List<String> names(X509Certificate leaf) throws TlsFilesException {
        var names = new ArrayList<String>();
        try {
            Collection<List<?>> alternatives = leaf.getSubjectAlternativeNames();
            if (alternatives == null) {
                return commonName(leaf);
            }
            for (var alternative : alternatives) {
                if (alternative.get(0).equals(DNS_NAME)) {
                    names.add(alternative.get(1).toString().toLowerCase(Locale.ROOT));
                }
            }
        } catch (CertificateParsingException e) {
            throw new TlsFilesException(
                    "subject alternative names: " + e.getMessage() + " (expected: a list of names)");
        }
        return names;
    }

    private static List<String> commonName(X509Certificate leaf) {
        try {
            return new LdapName(leaf.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(part -> part.getType().equalsIgnoreCase("CN"))
                            .map(part -> part.getValue().toString().toLowerCase(Locale.ROOT))
                            .toList();
        } catch (InvalidNameException e) {
            return List.of();
        }
    }
}
