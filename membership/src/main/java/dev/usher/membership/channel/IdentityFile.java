package dev.usher.membership.channel;

import dev.usher.membership.files.DurableFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The file with the sidecar's key pair and, once it has enrolled, its certificate: two lines of words and PEM blocks.
///
/// The key pair is written before it is first shown to anybody: should the answer to an enrolment be lost, the same
/// sidecar may ask again. *Confined to one thread. Blocks.*
final class IdentityFile {

    /// What the file holds. *Immutable.*
    ///
    /// @param identity null before it enrolled
    /// @param usedKey the SHA-256 of the enrolment key that it got it for
    record Stored(
            KeyPair keys,
            @Nullable Identity identity,
            @Nullable String usedKey) {}

    private static final Pattern ESTATE = Pattern.compile("(?m)^estate: (\\S+)$");
    private static final Pattern USED_KEY = Pattern.compile("(?m)^enrolled with: (\\S+)$");

    private final DurableFile file;

    IdentityFile(Path folder) {
        this.file = new DurableFile(folder.resolve(Identity.FILE));
    }

    /// What is there; a new key pair where there is nothing.
    Stored open() throws IOException, GeneralSecurityException {
        var bytes = file.read();
        if (bytes != null) {
            return parse(new String(bytes, StandardCharsets.US_ASCII));
        }
        var folder = file.path().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        var stored = new Stored(generator.generateKeyPair(), null, null);
        write(stored);
        return stored;
    }

    void write(Stored stored) throws IOException, GeneralSecurityException {
        var text = new StringBuilder();
        var identity = stored.identity();
        if (identity != null) {
            text.append("estate: ").append(identity.estate()).append('\n');
            text.append("enrolled with: ").append(stored.usedKey()).append('\n');
        }
        text.append(Pem.block(Pem.PRIVATE_KEY, stored.keys().getPrivate().getEncoded()));
        text.append(Pem.block(Pem.PUBLIC_KEY, stored.keys().getPublic().getEncoded()));
        if (identity != null) {
            for (var certificate : identity.chain()) {
                text.append(Pem.block(Pem.CERTIFICATE, certificate.getEncoded()));
            }
        }
        file.write(text.toString().getBytes(StandardCharsets.US_ASCII));
    }

    private Stored parse(String text) throws IOException, GeneralSecurityException {
        var secret = Pem.blocks(Pem.PRIVATE_KEY, text);
        var open = Pem.blocks(Pem.PUBLIC_KEY, text);
        if (secret.size() != 1 || open.size() != 1) {
            throw new IOException(file.path() + ": no key pair in it (expected: what a sidecar wrote)");
        }
        var factory = KeyFactory.getInstance("EC");
        var keys = new KeyPair(
                factory.generatePublic(new X509EncodedKeySpec(open.getFirst())),
                factory.generatePrivate(new PKCS8EncodedKeySpec(secret.getFirst())));
        var estate = ESTATE.matcher(text);
        var usedKey = USED_KEY.matcher(text);
        var chain = certificates(Pem.blocks(Pem.CERTIFICATE, text));
        if (chain.isEmpty() || !estate.find()) {
            return new Stored(keys, null, null);
        }
        var identity = new Identity(estate.group(1), chain, keys.getPrivate());
        return new Stored(keys, identity, usedKey.find() ? usedKey.group(1) : null);
    }

    static List<X509Certificate> certificates(List<byte[]> encoded) throws GeneralSecurityException {
        var factory = CertificateFactory.getInstance("X.509");
        var chain = new ArrayList<X509Certificate>();
        for (var bytes : encoded) {
            chain.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(bytes)));
        }
        return chain;
    }

    static String digest(String key) throws GeneralSecurityException {
        var digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        return "sha256:" + HexFormat.of().formatHex(digest);
    }
}
