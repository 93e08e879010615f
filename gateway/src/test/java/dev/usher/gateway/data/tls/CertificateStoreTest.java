package dev.usher.gateway.data.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.usher.gateway.testkit.Certificates;
import dev.usher.gateway.testkit.Certificates.Issued;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateStoreTest {

    private static final InstantSource NOW = InstantSource.fixed(Instant.parse("2026-11-22T00:00:00Z"));

    private final Certificates authority = new Certificates();

    @TempDir
    private Path directory;

    @Test
    void tellsWhatItServesAndWhenTheFirstExpires() throws TlsFilesException {
        var soon = Instant.parse("2027-01-01T00:00:00Z");
        var one = authority.issue(directory, "one", "One.example", "*.example", "127.0.0.1");
        var two = authority.issue(directory, "two", "RSA", soon, "two.example");

        try (var store = open(one, two)) {
            assertThat(store.notAfter()).isEqualTo(soon);
            assertThat(store.served())
                    .extracting(ServedCertificate::names)
                    .containsExactly(List.of("one.example", "*.example"), List.of("two.example"));
            assertThat(store.files()).containsExactly(one.certificate(), one.key(), two.certificate(), two.key());
        }
    }

    @Test
    void aKeyOfAnotherCertificateIsRefused() {
        var one = authority.issue(directory, "one", "one.example");
        var two = authority.issue(directory, "two", "two.example");

        assertThat(problems(new CertificateFiles(one.certificate(), two.key())))
                .containsExactly(two.key() + ": not the key of the certificate (expected: the key of "
                        + one.certificate() + ")");
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnceAndWithTheFile() {
        var one = authority.issue(directory, "one", "one.example");
        var empty = directory.resolve("empty.pem");
        var cut = directory.resolve("cut.pem");
        var large = directory.resolve("large.pem");
        var missing = directory.resolve("missing.pem");
        Certificates.write(empty, "");
        Certificates.write(cut, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        Certificates.write(large, " ".repeat(PemFiles.BYTES_MAX + 1));

        var problems = problems(
                new CertificateFiles(missing, one.key()),
                new CertificateFiles(empty, one.key()),
                new CertificateFiles(cut, one.key()),
                new CertificateFiles(large, one.key()),
                new CertificateFiles(directory, one.key()),
                new CertificateFiles(one.certificate(), missing),
                new CertificateFiles(one.certificate(), empty),
                new CertificateFiles(one.certificate(), cut));

        assertThat(problems).hasSize(8);
        assertThat(problems.get(0)).isEqualTo(missing + ": not there (expected: a readable PEM file)");
        assertThat(problems.get(1)).isEqualTo(empty + ": no certificate in it (expected: PEM, BEGIN CERTIFICATE)");
        assertThat(problems.get(2)).startsWith(cut + ": ").endsWith("(expected: PEM, BEGIN CERTIFICATE)");
        assertThat(problems.get(3)).isEqualTo(large + ": more than 1048576 bytes (expected: a PEM file)");
        assertThat(problems.get(4)).startsWith(directory + ": ").endsWith("(expected: a readable PEM file)");
        assertThat(problems.get(5)).startsWith(missing + ": not there");
        assertThat(problems.get(6))
                .isEqualTo(empty + ": no key in it (expected: PEM, BEGIN PRIVATE KEY, without a passphrase)");
        assertThat(problems.get(7)).startsWith(cut + ": the key cannot be read");
    }

    @Test
    void aChainInTheWrongOrderIsNamed() throws IOException {
        var one = authority.issue(directory, "one", "one.example");
        var turned = directory.resolve("turned.crt");
        Certificates.write(turned, authority.authority() + Certificates.pem(one.leaf()));
        var foreign = directory.resolve("foreign.crt");
        var stranger = authority.issue(directory, "two", "two.example").leaf();
        Certificates.write(foreign, Certificates.pem(one.leaf()) + Certificates.pem(stranger));

        assertThat(problems(new CertificateFiles(turned, one.key())))
                .containsExactly(
                        turned + ": the key is that of certificate 2 (expected: the key's own certificate " + "first)");
        assertThat(problems(new CertificateFiles(foreign, one.key())))
                .containsExactly(foreign + ": certificate 2 is CN=two (expected: CN=Usher Test Authority, which issued "
                        + "the one before)");
    }

    @Test
    void keysOfOlderFormsAreRead() throws Exception {
        for (var algorithm : List.of("EC", "RSA")) {
            var one = authority.issue(directory, "one", algorithm, Certificates.NOT_AFTER, "one.example");
            Certificates.write(one.key(), "some words before\n" + older(key(one, algorithm)));

            assertThat(Files.readString(one.key(), UTF_8)).contains("BEGIN " + algorithm + " PRIVATE KEY");
            try (var store = open(one)) {
                assertThat(store.served()).hasSize(1);
            }
        }
    }

    @Test
    void anEncryptedKeyIsRefusedByName() throws Exception {
        var one = authority.issue(directory, "one", "one.example");
        var encryptor = new JcePEMEncryptorBuilder("AES-128-CBC")
                .setProvider(new BouncyCastleProvider())
                .build("secret".toCharArray());
        Certificates.write(one.key(), Certificates.pem(new JcaMiscPEMGenerator(key(one, "EC"), encryptor)));

        assertThat(problems(files(one)))
                .containsExactly(
                        one.key() + ": the key is encrypted (expected: PEM, BEGIN PRIVATE KEY, without a passphrase)");
    }

    @Test
    void anExpiredCertificateIsServedAllTheSame() throws TlsFilesException {
        var old = Instant.parse("2021-01-01T00:00:00Z");

        try (var store = open(authority.issue(directory, "old", "EC", old, "old.example"))) {
            assertThat(store.notAfter()).isEqualTo(old);
        }
    }

    @Test
    void aReloadThatFailsChangesNothing() throws TlsFilesException {
        var one = authority.issue(directory, "one", "one.example");
        try (var store = open(one)) {
            var before = store.served();
            Certificates.write(one.key(), "broken");

            assertThatThrownBy(store::reload)
                    .isInstanceOf(TlsFilesException.class)
                    .hasMessageContaining("one.key");
            assertThat(store.served()).isEqualTo(before);

            authority.issue(directory, "one", "other.example");
            store.reload();
            assertThat(store.served().getFirst().names()).containsExactly("other.example");
        }
    }

    @Test
    void settingsNameWhatTheyExpect() {
        var files = new CertificateFiles(Path.of("a.crt"), Path.of("a.key"));

        assertThatThrownBy(() -> new TlsSettings(List.of(files), "1.1"))
                .hasMessage("min_version: 1.1 (expected: 1.2 or 1.3)");
        assertThatThrownBy(() -> new TlsSettings(List.of(), "1.2"))
                .hasMessage("certificates: none (expected: at least one)");
    }

    private static CertificateFiles files(Issued issued) {
        return new CertificateFiles(issued.certificate(), issued.key());
    }

    private static CertificateStore open(Issued... issued) throws TlsFilesException {
        return CertificateStore.open(
                new TlsSettings(
                        Stream.of(issued).map(CertificateStoreTest::files).toList(), "1.2"),
                NOW);
    }

    private static List<String> problems(CertificateFiles... files) {
        var settings = new TlsSettings(List.of(files), "1.2");
        return catchThrowableOfType(TlsFilesException.class, () -> CertificateStore.open(settings, NOW))
                .problems();
    }

    /// As `openssl ecparam -genkey` and `openssl rsa -traditional` write keys.
    private static String older(PrivateKey key) throws IOException {
        if (!(key instanceof java.security.interfaces.ECPrivateKey curve)) {
            return Certificates.pem(key);
        }
        var sec1 = new ECPrivateKey(256, curve.getS(), SECObjectIdentifiers.secp256r1);
        return Certificates.pem(new PemObject("EC PARAMETERS", SECObjectIdentifiers.secp256r1.getEncoded()))
                + Certificates.pem(new PemObject("EC PRIVATE KEY", sec1.getEncoded()));
    }

    private static PrivateKey key(Issued issued, String algorithm) throws Exception {
        var base64 = Files.readString(issued.key(), UTF_8).replaceAll("-----[A-Z ]+-----", "");
        var encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64));
        return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
    }
}
