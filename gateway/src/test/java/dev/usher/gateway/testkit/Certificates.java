package dev.usher.gateway.testkit;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
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

/// An authority of its own for one test, and the certificates it issues.
public final class Certificates {

    public static final Instant NOT_BEFORE = Instant.parse("2020-01-01T00:00:00Z");
    public static final Instant NOT_AFTER = Instant.parse("2100-01-01T00:00:00Z");

    private static final X500Name NAME = new X500Name("CN=Usher Test Authority");

    private final KeyPair keys = keys("EC");
    private final AtomicLong serial = new AtomicLong();
    private final X509Certificate certificate = sign(NAME, keys, NOT_AFTER, true);

    /// A certificate and its key on disk.
    public record Issued(Path certificate, Path key, X509Certificate leaf) {}

    /// Issues a certificate for `names` (host names or IP addresses) and writes `stem.crt`, with the
    /// authority's own certificate at its end, and `stem.key`.
    public Issued issue(Path directory, String stem, String... names) {
        return issue(directory, stem, "EC", NOT_AFTER, names);
    }

    /// The same with a key of `algorithm`, `EC` or `RSA`, and another end.
    public Issued issue(Path directory, String stem, String algorithm, Instant notAfter, String... names) {
        var pair = keys(algorithm);
        var leaf = sign(new X500Name("CN=" + stem), pair, notAfter, false, names);
        var crt = directory.resolve(stem + ".crt");
        var key = directory.resolve(stem + ".key");
        write(crt, pem(leaf) + pem(certificate));
        write(key, pkcs8(pair.getPrivate()));
        return new Issued(crt, key, leaf);
    }

    /// The authority's own certificate as PEM.
    public String authority() {
        return pem(certificate);
    }

    /// A context for clients that trust this authority and nobody else.
    public SSLContext clientContext() {
        try {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("authority", certificate);
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    /// What is shown to whoever comes to a port of this machine now.
    public Certificate shown(int port) {
        try (var socket = (SSLSocket) clientContext().getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.startHandshake();
            return socket.getSession().getPeerCertificates()[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Anything Bouncy Castle can write as PEM.
    public static String pem(Object object) {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return text.toString();
    }

    public static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String pkcs8(PrivateKey key) {
        try {
            return pem(new JcaPKCS8Generator(key, null));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyPair keys(String algorithm) {
        try {
            var generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(algorithm.equals("EC") ? 256 : 2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private X509Certificate sign(
            X500Name subject, KeyPair subjectKeys, Instant notAfter, boolean authority, String... names) {
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    NAME,
                    BigInteger.valueOf(serial.incrementAndGet()),
                    Date.from(NOT_BEFORE),
                    Date.from(notAfter),
                    subject,
                    subjectKeys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (names.length > 0) {
                builder.addExtension(Extension.subjectAlternativeName, false, alternatives(names));
            }
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
            throw new AssertionError(e);
        }
    }

    private static GeneralNames alternatives(String... names) {
        return new GeneralNames(Stream.of(names)
                .map(name -> new GeneralName(isAddress(name) ? GeneralName.iPAddress : GeneralName.dNSName, name))
                .toArray(GeneralName[]::new));
    }

    private static boolean isAddress(String name) {
        return name.indexOf(':') >= 0 || name.matches("[0-9.]+");
    }
}
