package dev.usher.gateway.control.fleet;

import static dev.usher.gateway.control.fleet.Clerk.ACTOR;
import static dev.usher.gateway.control.fleet.Clerk.body;
import static dev.usher.gateway.control.fleet.Clerk.codes;
import static dev.usher.gateway.control.fleet.Clerk.done;
import static dev.usher.gateway.control.fleet.Clerk.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.control.activity.Outcome;
import dev.usher.gateway.control.store.ClusterRow;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.membership.mesh.MeshAuthority;
import dev.usher.membership.mesh.MeshKeys;
import dev.usher.membership.mesh.Security;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CertificatesTest {

    private static final ClusterName EU = new ClusterName("eu-west");
    private static final Instant BEGIN = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2100-01-01T00:00:00Z");

    private final Clerk clerk = new Clerk();
    private final MeshKeys keys = MeshAuthority.selfSigned("CN=eu-west", "EC");

    @BeforeEach
    void hire() {
        clerk.hire(3, "self_managed");
    }

    @Test
    void withTlsCertificateAndPrivateKeyAreRequired() {
        assertThat(refused(create("{\"enabled\": true}")))
                .containsExactly(
                        "/tls/certificate missing: tls.certificate: missing (expected: PEM; a certificate and its private key go"
                                + " together)",
                        "/tls/private_key missing: tls.private_key: missing (expected: PEM; a certificate and its private key go"
                                + " together)");
    }

    @Test
    void theKeyIsSealedAndNeverSaid() {
        var row = done(create(tls(keys, keys)));

        assertThat(Clerk.SEAL.unseal("cluster/eu-west/private_key", row.tls().sealedKey()))
                .isEqualTo(key(keys).getBytes(StandardCharsets.UTF_8));
        assertThat(row.toString() + clerk.store.log()).doesNotContain("PRIVATE KEY");
    }

    @Test
    void theKeyBelongsToTheCertificate() {
        assertThat(refused(create(tls(keys, MeshAuthority.selfSigned("CN=other", "EC")))))
                .containsExactly(
                        "/tls/private_key certificate_refused: tls.private_key: of another certificate (expected: the one"
                                + " that belongs to it)");
    }

    @Test
    void aCertificateIsValidNow() {
        var pair = MeshAuthority.keyPair("EC");
        var old = MeshAuthority.selfSigned("CN=old", pair, BEGIN, BEGIN.plusSeconds(9));
        var early = MeshAuthority.selfSigned("CN=early", pair, END.minusSeconds(9), END);

        assertThat(refused(create(tls(old, old))))
                .containsExactly(
                        "/tls/certificate certificate_refused: tls.certificate: valid from 2020-01-01T00:00:00Z to"
                                + " 2020-01-01T00:00:09Z (expected: valid now)");
        assertThat(codes(create(tls(early, early)))).containsExactly("certificate_refused");
    }

    @Test
    void aKeyHasAtLeast2048BitsOfRsaOr256OfEc() {
        KeyPair weak = MeshAuthority.keyPair("RSA", 1024);
        var rsa = MeshAuthority.selfSigned("CN=weak", weak, BEGIN, END);

        assertThat(refused(create(tls(rsa, rsa))))
                .containsExactly(
                        "/tls/certificate certificate_refused: tls.certificate: a key of RSA with 1024 bits (expected: EC"
                                + " of at least 256 bits, RSA of at least 2048)");
    }

    @Test
    void aChainIsInOrder() {
        var chain = pem(keys) + pem(MeshAuthority.selfSigned("CN=stranger", "EC"));

        assertThat(refused(create(tls(chain, key(keys)))))
                .containsExactly(
                        "/tls/certificate certificate_refused: tls.certificate: certificate 2 of 2 did not sign the one"
                                + " before it (expected: the cluster's own first, each signed by the next)");
    }

    @Test
    void aManagedClusterIsGivenNoCertificate() {
        clerk.hire("m-1", "managed", 11);
        clerk.hire("m-2", "managed", 12);
        clerk.hire("m-3", "managed", 13);
        var members = "\"directors\": [{\"name\": \"m-1\"}, {\"name\": \"m-2\"}, {\"name\": \"m-3\"}]}";
        var begin = "{\"name\": \"eu-west\", \"type\": \"managed\", \"tls\": ";

        assertThat(codes(clerk.clusters.create(ACTOR, begin + tls(keys, keys) + ", " + members, false)))
                .containsExactly("certificate_refused", "certificate_refused");
        assertThat(done(clerk.clusters.create(ACTOR, begin + "{\"enabled\": true}, " + members, false))
                        .tls()
                        .enabled())
                .isTrue();
    }

    @Test
    void aReferenceToTheGatewaysOwnFilesIsRefused() {
        var answer = create("{\"enabled\": true, \"certificate\": \"x\", \"private_key\": \"${file:/etc/hostname}\"}");

        assertThat(refused(answer))
                .contains("/tls/private_key invalid_value: tls.private_key: (not shown) (expected: the secret itself)");
    }

    @Test
    void whatIsNotSaidOfTlsStays() {
        var before = done(create(tls(keys, keys)));

        var off = done(update("{\"enabled\": false}"));
        var on = done(update("{\"enabled\": true}"));

        assertThat(off.tls().sealedKey()).isEqualTo(before.tls().sealedKey());
        assertThat(on.tls()).isEqualTo(before.tls());
        assertThat(clerk.last().description()).isEqualTo("tls.enabled: false → true");
    }

    @Test
    void aNewCertificateIsJudgedWithTheKeyThatIsThere() {
        done(create(tls(keys, keys)));
        var other = MeshAuthority.selfSigned("CN=other", "EC");

        assertThat(codes(update("{\"certificate\": \"" + line(pem(other)) + "\"}")))
                .containsExactly("certificate_refused");
        done(update(tls(other, other)));
        assertThat(clerk.last().description())
                .isEqualTo("tls.certificate: replaced; tls.private_key: replaced (not shown)");
    }

    @Test
    void aStoredClusterIsTheSameAsADeclaredOne() {
        var row = done(create(tls(keys, keys)));

        var settings = new Stored(Clerk.SEAL)
                .settings(row, List.of(), Set.of(row.directors().getFirst().director()));

        assertThat(settings.security()).isEqualTo(new Security.Mesh(keys));
        assertThat(settings.revision()).isEqualTo(1);
        assertThat(settings.directors()).extracting(each -> each.enabled()).containsExactly(false, true, true);
    }

    private CompletableFuture<Outcome<ClusterRow>> create(String tls) {
        return clerk.clusters.create(
                ACTOR,
                body("eu-west", "self_managed", "\"plaintext\": \"accepted\", \"tls\": " + tls + ", ", 1, 2, 3),
                false);
    }

    private CompletableFuture<Outcome<ClusterRow>> update(String tls) {
        return clerk.clusters.update(ACTOR, EU, null, "{\"tls\": " + tls + "}", false);
    }

    private static String tls(MeshKeys certificate, MeshKeys key) {
        return tls(pem(certificate), key(key));
    }

    private static String tls(String certificate, String key) {
        return "{\"enabled\": true, \"certificate\": \"" + line(certificate) + "\", \"private_key\": \"" + line(key)
                + "\"}";
    }

    private static String pem(MeshKeys keys) {
        return MeshAuthority.pem(keys.chain().getFirst());
    }

    private static String key(MeshKeys keys) {
        return MeshAuthority.pem(keys.key());
    }

    private static String line(String pem) {
        return pem.replace("\r", "").replace("\n", "\\n");
    }
}
