package dev.usher.gateway.control.authority;

import dev.usher.membership.mesh.MeshName;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A certificate authority of the estate: ECDSA P-256, for ten years, signing leaves only. *Immutable.*
record Issuer(X509Certificate certificate, PrivateKey key) {

    /// Clocks of other machines may be behind by this much.
    static final Duration SKEW = Duration.ofMinutes(5);

    static final Duration LIFE = Duration.ofDays(3652);
    static final Duration CLIENT_LIFE = Duration.ofDays(365);

    private static final int SERIAL_BITS = 120;

    static Issuer make(String commonName, Instant now, SecureRandom random) throws GeneralSecurityException {
        var keys = keys(random);
        var name = new X500Name("CN=" + commonName);
        var builder = new JcaX509v3CertificateBuilder(
                name, serial(random), Date.from(now.minus(SKEW)), Date.from(now.plus(LIFE)), name, keys.getPublic());
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                    .addExtension(
                            Extension.subjectKeyIdentifier,
                            false,
                            new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
        } catch (CertIOException impossible) {
            throw new GeneralSecurityException(impossible);
        }
        return new Issuer(sign(builder, keys.getPrivate()), keys.getPrivate());
    }

    static KeyPair keys(SecureRandom random) throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    /// For a sidecar that dials gateways.
    List<X509Certificate> client(MeshName name, PublicKey subject, Instant now, SecureRandom random)
            throws GeneralSecurityException {
        var purposes = new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth);
        return List.of(leaf(name, subject, now, now.plus(CLIENT_LIFE), purposes, random), certificate);
    }

    /// For a party of a mesh, which dials and is dialled; good for as long as the authority itself.
    X509Certificate peer(MeshName name, PublicKey subject, Instant now, SecureRandom random)
            throws GeneralSecurityException {
        var purposes =
                new ExtendedKeyUsage(new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth});
        return leaf(name, subject, now, certificate.getNotAfter().toInstant(), purposes, random);
    }

    private X509Certificate leaf(
            MeshName name,
            PublicKey subject,
            Instant now,
            Instant until,
            ExtendedKeyUsage purposes,
            SecureRandom random)
            throws GeneralSecurityException {
        var end = certificate.getNotAfter().toInstant();
        var builder = new JcaX509v3CertificateBuilder(
                certificate,
                serial(random),
                Date.from(now.minus(SKEW)),
                Date.from(until.isBefore(end) ? until : end),
                new javax.security.auth.x500.X500Principal("CN=" + name.name()),
                subject);
        var names = new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, name.uri()));
        var identifiers = new JcaX509ExtensionUtils();
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(Extension.extendedKeyUsage, false, purposes)
                    .addExtension(Extension.subjectAlternativeName, false, names)
                    .addExtension(
                            Extension.authorityKeyIdentifier,
                            false,
                            identifiers.createAuthorityKeyIdentifier(certificate.getPublicKey()))
                    .addExtension(
                            Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(subject));
        } catch (CertIOException impossible) {
            throw new GeneralSecurityException(impossible);
        }
        return sign(builder, key);
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException {
        try {
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(key);
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (OperatorCreationException wrong) {
            throw new GeneralSecurityException(wrong);
        }
    }

    private static BigInteger serial(SecureRandom random) {
        return new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE);
    }

    @Override
    public String toString() {
        return "authority " + certificate.getSubjectX500Principal();
    }
}
