package dev.usher.gateway.app.quickstart;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
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
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A certificate authority made for one quickstart, and the gateway's certificate from it for `localhost`, `127.0.0.1`
/// and
/// `::1`. ECDSA P-256; the authority's key is not kept. *Immutable.*
///
/// @param authority in PEM, to be trusted by Agents
/// @param chain in PEM, the gateway's certificate first
/// @param key in PEM, of the gateway's certificate
record Certificates(X509Certificate authorityCertificate, String authority, String chain, String key) {

    private static final Duration LEEWAY = Duration.ofHours(1);
    private static final Duration LIFE = Duration.ofDays(90);
    private static final int SERIAL_BITS = 120;

    /// @param now from when on they are good
    static Certificates make(Instant now, SecureRandom random) throws GeneralSecurityException, IOException {
        try {
            return new Maker(now, random).make();
        } catch (OperatorCreationException wrong) {
            throw new GeneralSecurityException(wrong);
        }
    }

    private record Maker(Instant now, SecureRandom random) {

        private static final X500Name AUTHORITY = new X500Name("CN=Usher quickstart CA");
        private static final X500Name GATEWAY = new X500Name("CN=localhost");

        Certificates make() throws GeneralSecurityException, IOException, OperatorCreationException {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            var authorityKeys = generator.generateKeyPair();
            var gatewayKeys = generator.generateKeyPair();
            var authority = sign(authority(authorityKeys), authorityKeys);
            var gateway = sign(gateway(authority, gatewayKeys), authorityKeys);
            return new Certificates(
                    authority,
                    pem(authority),
                    pem(gateway) + pem(authority),
                    pem(new JcaPKCS8Generator(gatewayKeys.getPrivate(), null)));
        }

        private X509v3CertificateBuilder authority(KeyPair keys) throws GeneralSecurityException, CertIOException {
            var names = new JcaX509ExtensionUtils();
            return new JcaX509v3CertificateBuilder(AUTHORITY, serial(), from(), until(), AUTHORITY, keys.getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                    .addExtension(
                            Extension.subjectKeyIdentifier, false, names.createSubjectKeyIdentifier(keys.getPublic()));
        }

        private X509v3CertificateBuilder gateway(X509Certificate authority, KeyPair keys)
                throws GeneralSecurityException, CertIOException {
            var identifiers = new JcaX509ExtensionUtils();
            var names = new GeneralNames(new GeneralName[] {
                new GeneralName(GeneralName.dNSName, "localhost"),
                new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
                new GeneralName(GeneralName.iPAddress, "::1")
            });
            return new JcaX509v3CertificateBuilder(AUTHORITY, serial(), from(), until(), GATEWAY, keys.getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(
                            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                    .addExtension(Extension.subjectAlternativeName, false, names)
                    .addExtension(
                            Extension.authorityKeyIdentifier,
                            false,
                            identifiers.createAuthorityKeyIdentifier(authority.getPublicKey()))
                    .addExtension(
                            Extension.subjectKeyIdentifier,
                            false,
                            identifiers.createSubjectKeyIdentifier(keys.getPublic()));
        }

        private static X509Certificate sign(X509v3CertificateBuilder certificate, KeyPair authority)
                throws GeneralSecurityException, OperatorCreationException {
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(authority.getPrivate());
            return new JcaX509CertificateConverter().getCertificate(certificate.build(signer));
        }

        private BigInteger serial() {
            return new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE);
        }

        private Date from() {
            return Date.from(now.minus(LEEWAY));
        }

        private Date until() {
            return Date.from(now.plus(LIFE));
        }

        private static String pem(Object object) throws IOException {
            var text = new StringWriter();
            try (var writer = new JcaPEMWriter(text)) {
                writer.writeObject(object);
            }
            return text.toString();
        }
    }
}
