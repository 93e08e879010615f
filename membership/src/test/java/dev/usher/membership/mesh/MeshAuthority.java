package dev.usher.membership.mesh;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// An authority for the meshes of one test.
public final class MeshAuthority {

    private static final Instant NOT_BEFORE = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant NOT_AFTER = Instant.parse("2100-01-01T00:00:00Z");
    private static final X500Name NAME = new X500Name("CN=Mesh Test Authority");

    private final KeyPair keys = keyPair("EC");
    private final AtomicLong serial = new AtomicLong();
    private final X509Certificate certificate =
            certify(NAME, NAME, keys, keys.getPrivate(), true, NOT_BEFORE, NOT_AFTER);

    public X509Certificate certificate() {
        return certificate;
    }

    public MeshKeys director(String cluster, String name) {
        return issue(NOT_BEFORE, NOT_AFTER, new MeshName(cluster, MeshName.Role.DIRECTOR, name).uri());
    }

    public MeshKeys gateway(String cluster, String name) {
        return issue(NOT_BEFORE, NOT_AFTER, new MeshName(cluster, MeshName.Role.GATEWAY, name).uri());
    }

    public MeshKeys issue(Instant notBefore, Instant notAfter, String... uris) {
        var pair = keyPair("EC");
        var leaf = certify(NAME, new X500Name("CN=party"), pair, keys.getPrivate(), false, notBefore, notAfter, uris);
        return MeshKeys.issued(List.of(leaf), pair.getPrivate(), certificate);
    }

    /// A certificate that signs itself, as parties with shared keys have it.
    public static MeshKeys selfSigned(String subject, String algorithm) {
        return selfSigned(subject, keyPair(algorithm), NOT_BEFORE, NOT_AFTER);
    }

    public static MeshKeys selfSigned(String subject, KeyPair pair, Instant notBefore, Instant notAfter) {
        var name = new X500Name(subject);
        var leaf = new MeshAuthority().certify(name, name, pair, pair.getPrivate(), false, notBefore, notAfter);
        return MeshKeys.shared(List.of(leaf), pair.getPrivate());
    }

    public static KeyPair keyPair(String algorithm) {
        return keyPair(algorithm, algorithm.equals("EC") ? 256 : 2048);
    }

    public static KeyPair keyPair(String algorithm, int bits) {
        try {
            var generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /// A certificate, or anything else that Bouncy Castle can write.
    public static String pem(Object object) {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            writer.writeObject(object instanceof PrivateKey key ? new JcaPKCS8Generator(key, null) : object);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return text.toString();
    }

    private X509Certificate certify(
            X500Name issuer,
            X500Name subject,
            KeyPair pair,
            PrivateKey signer,
            boolean authority,
            Instant notBefore,
            Instant notAfter,
            String... uris) {
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    BigInteger.valueOf(serial.incrementAndGet()),
                    Date.from(notBefore),
                    Date.from(notAfter),
                    subject,
                    pair.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (uris.length > 0) {
                var names = List.of(uris).stream()
                        .map(uri -> new GeneralName(GeneralName.uniformResourceIdentifier, uri))
                        .toArray(GeneralName[]::new);
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
            }
            var algorithm = signer.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(signer)));
        } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
            throw new AssertionError(e);
        }
    }
}
