package dev.usher.gateway.data.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads certificates and keys. What is wrong is said with the file's name, and never with its content.
final class PemFiles {

    /// A chain is a few KiB; whatever is larger is another kind of file.
    static final int BYTES_MAX = 1 << 20;

    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private PemFiles() {}

    /// The certificates in the order they stand in.
    static List<X509Certificate> certificates(Path file) throws TlsFilesException {
        var text = read(file);
        int start = text.indexOf("-----BEGIN CERTIFICATE-----");
        if (start < 0) {
            throw new TlsFilesException(file + ": no certificate in it (expected: PEM, BEGIN CERTIFICATE)");
        }
        try {
            var in = new ByteArrayInputStream(text.substring(start).getBytes(US_ASCII));
            return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (CertificateException e) {
            throw new TlsFilesException(file + ": " + e.getMessage() + " (expected: PEM, BEGIN CERTIFICATE)");
        }
    }

    /// The first private key.
    static PrivateKey key(Path file) throws TlsFilesException {
        var text = read(file);
        var plain = PKCS8.matcher(text);
        var encoded = plain.find() ? decode(file, plain.group(1)) : OlderKeys.pkcs8(file, text);
        var curve = key("EC", encoded);
        var key = curve != null ? curve : key("RSA", encoded);
        if (key == null) {
            throw new TlsFilesException(file + ": a key of another kind (expected: an EC or RSA key)");
        }
        return key;
    }

    private static @Nullable PrivateKey key(String algorithm, byte[] encoded) {
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (InvalidKeySpecException e) {
            return null;
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] decode(Path file, String base64) throws TlsFilesException {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new TlsFilesException(file + ": broken Base64 in the key (expected: PEM, BEGIN PRIVATE KEY)");
        }
    }

    private static String read(Path file) throws TlsFilesException {
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes(BYTES_MAX + 1);
            if (bytes.length > BYTES_MAX) {
                throw new TlsFilesException(file + ": more than " + BYTES_MAX + " bytes (expected: a PEM file)");
            }
            return new String(bytes, US_ASCII);
        } catch (NoSuchFileException e) {
            throw new TlsFilesException(file + ": not there (expected: a readable PEM file)");
        } catch (IOException e) {
            throw new TlsFilesException(file + ": " + e.getMessage() + " (expected: a readable PEM file)");
        }
    }
}
