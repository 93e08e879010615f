package dev.usher.membership.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.membership.time.Ticker;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MeshPemTest {

    private static final Instant PAST = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2100-01-01T00:00:00Z");

    private final MeshAuthority authority = new MeshAuthority();

    @Test
    void eitherKindOfKeyIsRead() {
        for (var algorithm : List.of("EC", "RSA")) {
            var keys = MeshAuthority.selfSigned("CN=cluster", algorithm);

            var read = read(keys, keys, null);

            assertThat(read.mistakes()).isEmpty();
            assertThat(read.keys()).isEqualTo(keys);
        }
    }

    @Test
    void certificatesOfAnAuthorityAreRead() {
        var keys = authority.director("eu-west", "director-1");

        var read = read(keys, keys, MeshAuthority.pem(authority.certificate()));

        assertThat(read.mistakes()).isEmpty();
        assertThat(read.keys()).isEqualTo(keys);
    }

    @Test
    void whatIsNoPemIsAMistakeWithoutItsText() {
        var read = MeshPem.read("hello", "secret", "ca", Ticker.system());

        assertThat(read.keys()).isNull();
        assertThat(read.mistakes())
                .extracting(MeshPem.Mistake::key)
                .containsExactly("certificate", "private_key", "ca");
        assertThat(read.mistakes().toString()).doesNotContain("secret");
    }

    @Test
    void keysOfAnotherFormatAreNamed() {
        var keys = MeshAuthority.selfSigned("CN=cluster", "EC");
        var sec1 = MeshAuthority.pem(keys.key()).replace("PRIVATE KEY", "EC PRIVATE KEY");

        var read = MeshPem.read(MeshAuthority.pem(keys.chain().getFirst()), sec1, null, Ticker.system());

        assertThat(read.mistakes())
                .containsExactly(new MeshPem.Mistake(
                        "private_key", "EC PRIVATE KEY (expected: an unencrypted PKCS #8 key, BEGIN PRIVATE KEY)"));
    }

    @Test
    void keysThatDoNotBelongTogetherAreAMistake() {
        var read =
                read(MeshAuthority.selfSigned("CN=cluster", "EC"), MeshAuthority.selfSigned("CN=cluster", "RSA"), null);

        assertThat(read.mistakes()).extracting(MeshPem.Mistake::key).containsExactly("private_key");
    }

    @Test
    void whatIsNotValidNowIsAMistake() {
        var old = authority.issue(PAST, PAST.plusSeconds(9), "usher://eu-west/director/director-1");

        var read = read(old, old, MeshAuthority.pem(authority.certificate()));

        assertThat(read.mistakes())
                .containsExactly(new MeshPem.Mistake(
                        "certificate",
                        "valid from 2020-01-01T00:00:00Z to 2020-01-01T00:00:09Z (expected: valid now)"));
    }

    @Test
    void weakKeysAreAMistake() {
        var weak = MeshAuthority.selfSigned("CN=cluster", MeshAuthority.keyPair("RSA", 1024), PAST, END);

        assertThat(read(weak, weak, null).mistakes())
                .extracting(MeshPem.Mistake::problem)
                .containsExactly(
                        "a key of RSA with 1024 bits (expected: EC of at least 256 bits, RSA of at least 2048)");
    }

    @Test
    void anotherAuthorityIsAMistake() {
        var keys = new MeshAuthority().director("eu-west", "director-1");

        assertThat(read(keys, keys, MeshAuthority.pem(authority.certificate())).mistakes())
                .extracting(MeshPem.Mistake::key)
                .containsExactly("certificate");
    }

    private static MeshPem read(MeshKeys certificate, MeshKeys key, @Nullable String ca) {
        return MeshPem.read(
                MeshAuthority.pem(certificate.chain().getFirst()), MeshAuthority.pem(key.key()), ca, Ticker.system());
    }
}
