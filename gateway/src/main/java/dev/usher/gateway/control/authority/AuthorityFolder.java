package dev.usher.gateway.control.authority;

import dev.usher.membership.files.DurableFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The files of an estate, which several gateways may share: one lock over all of them, each replaced whole.
/// *Thread-safe:* whoever changes something holds the lock, among threads and among processes.
final class AuthorityFolder {

    /// What is done while nobody else changes anything.
    interface Change<T> {
        T make() throws IOException, GeneralSecurityException;
    }

    private static final String RECORD = "estate.json";
    private static final String LOCK = "lock";
    private static final String KEY_BEGIN = "-----BEGIN PRIVATE KEY-----\n";
    private static final String KEY_END = "\n-----END PRIVATE KEY-----\n";
    private static final String CERTIFICATE_BEGIN = "-----BEGIN CERTIFICATE-----\n";
    private static final String CERTIFICATE_END = "\n-----END CERTIFICATE-----\n";

    /// A process may take a file's lock only once; changes are rare, so one for all folders will do.
    private static final ReentrantLock IN_PROCESS = new ReentrantLock();

    private final Path folder;

    private AuthorityFolder(Path folder) {
        this.folder = folder;
    }

    static AuthorityFolder open(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        return new AuthorityFolder(folder);
    }

    <T> T locked(Change<T> change) throws IOException, GeneralSecurityException {
        IN_PROCESS.lock();
        try (var channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var _ = channel.lock()) {
            return change.make();
        } finally {
            IN_PROCESS.unlock();
        }
    }

    @Nullable
    EstateRecord record() throws IOException {
        var file = new DurableFile(folder.resolve(RECORD));
        var bytes = file.read();
        try {
            return bytes == null ? null : EstateRecord.decode(bytes);
        } catch (RuntimeException damaged) {
            throw new IOException(file.path() + ": not readable (expected: what a gateway wrote)", damaged);
        }
    }

    void write(EstateRecord record) throws IOException {
        new DurableFile(folder.resolve(RECORD)).write(record.encode());
    }

    @Nullable
    Issuer issuer(String name) throws IOException, GeneralSecurityException {
        var certificate = new DurableFile(folder.resolve(name + ".crt")).read();
        var key = new DurableFile(folder.resolve(name + ".key")).read();
        if (certificate == null || key == null) {
            return null;
        }
        var pem = new String(key, StandardCharsets.US_ASCII)
                .replace(KEY_BEGIN.strip(), "")
                .replace(KEY_END.strip(), "");
        var encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem));
        return new Issuer(
                (X509Certificate) CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(certificate)),
                KeyFactory.getInstance("EC").generatePrivate(encoded));
    }

    /// Writes the key first: a certificate without its key would be taken for an authority cut off in the making.
    void write(String name, Issuer issuer) throws IOException, GeneralSecurityException {
        write(name + ".key", pem(KEY_BEGIN, issuer.key().getEncoded(), KEY_END));
        write(name + ".crt", pem(issuer.certificate()));
    }

    static byte[] pem(X509Certificate certificate) throws GeneralSecurityException {
        return pem(CERTIFICATE_BEGIN, certificate.getEncoded(), CERTIFICATE_END);
    }

    private static byte[] pem(String begin, byte[] content, String end) {
        var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return (begin + lines + end).getBytes(StandardCharsets.US_ASCII);
    }

    private void write(String file, byte[] content) throws IOException {
        new DurableFile(folder.resolve(file)).write(content);
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
