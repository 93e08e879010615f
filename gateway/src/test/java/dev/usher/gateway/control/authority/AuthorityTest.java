package dev.usher.gateway.control.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.gateway.control.authority.Admission.Admitted;
import dev.usher.gateway.control.authority.Admission.Enrolled;
import dev.usher.gateway.control.authority.Admission.Refused;
import dev.usher.gateway.control.store.Broken;
import dev.usher.gateway.control.store.Seal;
import dev.usher.gateway.control.store.sql.SqlStore;
import dev.usher.gateway.core.config.StoreSettings.Place.Sqlite;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.testkit.EnrolmentKeys;
import dev.usher.membership.mesh.MeshName;
import dev.usher.membership.time.Ticker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthorityTest {

    private static final DirectorName DIRECTOR = new DirectorName("director-1");
    private static final ClusterName CLUSTER = new ClusterName("eu-west");

    private final Seal seal = Seal.of(Seal.newKey());

    private final SqlStore store;
    private long skewMillis;

    AuthorityTest(@TempDir Path folder) {
        store = SqlStore.open(new Sqlite(folder.resolve("usher.db")), Ticker.system());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private final Ticker ticker = new Ticker() {
        @Override
        public long nanos() {
            return Ticker.system().nanos();
        }

        @Override
        public long epochMillis() {
            return Ticker.system().epochMillis() + skewMillis;
        }
    };

    @Test
    void whoeverComesLaterFindsTheSameEstate() throws Exception {
        var first = open("edge-1");
        var second = open("edge-2");

        assertThat(second.estate()).isEqualTo(first.estate());
        assertThat(second.certificate()).isEqualTo(first.certificate());
        assertThat(second.certificate(CLUSTER)).isEqualTo(first.certificate(CLUSTER));
    }

    @Test
    void manyWhoComeAtOnceFoundOneEstate() {
        var estates = IntStream.range(0, 8)
                .parallel()
                .mapToObj(number -> openUnchecked("edge-" + number).estate())
                .distinct();

        assertThat(estates).hasSize(1);
    }

    @Test
    void noSecretIsKeptOpen() throws Exception {
        open("edge-1");

        var key = EnrolmentKeys.give(store, DIRECTOR);
        var certified =
                store.read(records -> records.authority("estate").orElseThrow()).join();

        assertThat(key).startsWith("usher_enrol_").hasSize(55);
        assertThat(store.read(records -> records.enrolment(DIRECTOR).orElseThrow())
                        .join()
                        .digest())
                .startsWith("sha256:");
        assertThatThrownBy(() -> Seal.of(Seal.newKey()).unseal("authority/estate/private_key", certified.sealedKey()))
                .isInstanceOf(Broken.class);
        assertThatThrownBy(() -> Authority.open(store, Seal.of(Seal.newKey()), "edge-2", ticker, new SecureRandom()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("store.secret_key");
    }

    @Test
    void whoAttendedIsKnownWhileTheStoreIsAway() throws Exception {
        var authority = open("edge-1");
        var keys = keys();
        authority.enrol(DIRECTOR, EnrolmentKeys.give(store, DIRECTOR), keys.getPublic());

        store.close();

        assertThat(authority.admit(DIRECTOR, keys.getPublic(), 0)).isEqualTo(new Admitted(1));
        assertThat(authority.admit(DIRECTOR, keys().getPublic(), 0)).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> authority.admit(new DirectorName("director-9"), keys.getPublic(), 0))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aClientCertificateNamesEstateAndDirectorAndLivesAYear() throws Exception {
        var authority = open("edge-1");
        var keys = keys();

        var enrolled = (Enrolled) authority.enrol(DIRECTOR, EnrolmentKeys.give(store, DIRECTOR), keys.getPublic());

        var leaf = enrolled.chain().getFirst();
        leaf.verify(authority.certificate().getPublicKey());
        assertThat(MeshName.of(leaf)).isEqualTo(new MeshName(authority.estate(), MeshName.Role.DIRECTOR, "director-1"));
        assertThat(leaf.getPublicKey()).isEqualTo(keys.getPublic());
        assertThat(leaf.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
        var life = Duration.between(
                leaf.getNotBefore().toInstant(), leaf.getNotAfter().toInstant());
        assertThat(life.toDays()).isEqualTo(365);
        assertThat(authority.certificate().getBasicConstraints()).isZero();
    }

    @Test
    void theBearerMayRepeatTheQuestionForAWhileAndNobodyElse() throws Exception {
        var authority = open("edge-1");
        var key = EnrolmentKeys.give(store, DIRECTOR);
        var keys = keys();
        authority.enrol(DIRECTOR, key, keys.getPublic());

        assertThat(authority.enrol(DIRECTOR, key, keys.getPublic())).isInstanceOf(Enrolled.class);
        assertThat(authority.enrol(DIRECTOR, key, keys().getPublic())).isInstanceOf(Refused.class);
        skewMillis = Authority.REPEAT_MILLIS + 60_000;
        assertThat(authority.enrol(DIRECTOR, key, keys.getPublic())).isInstanceOf(Refused.class);
    }

    @Test
    void aCertificateIsRenewedForWhoEnrolledLast() throws Exception {
        var authority = open("edge-1");
        var first = keys();
        var second = keys();
        authority.enrol(DIRECTOR, EnrolmentKeys.give(store, DIRECTOR), first.getPublic());

        assertThat(authority.renew(DIRECTOR, first.getPublic())).isInstanceOf(Enrolled.class);
        authority.enrol(DIRECTOR, EnrolmentKeys.give(store, DIRECTOR), second.getPublic());
        assertThat(authority.renew(DIRECTOR, first.getPublic())).isInstanceOf(Refused.class);
        assertThat(authority.admit(DIRECTOR, first.getPublic(), 0)).isInstanceOf(Refused.class);
    }

    @Test
    void theEpochOutlivesTheGatewayAndIsSharedWithOthers() throws Exception {
        var authority = open("edge-1");
        var other = open("edge-2");

        assertThat(authority.admit(DIRECTOR, keys().getPublic(), 41)).isEqualTo(new Admitted(42));
        assertThat(other.admit(DIRECTOR, keys().getPublic(), 0)).isEqualTo(new Admitted(42));
        assertThat(open("edge-1").epoch()).isEqualTo(42);
    }

    @Test
    void nobodyUsesUpAllEpochs() throws Exception {
        var authority = open("edge-1");

        assertThat(authority.admit(DIRECTOR, keys().getPublic(), Long.MAX_VALUE))
                .isInstanceOf(Refused.class);
        assertThat(authority.admit(DIRECTOR, keys().getPublic(), -1)).isInstanceOf(Refused.class);
        assertThat(authority.epoch()).isEqualTo(1);
    }

    @Test
    void aRevisionGrowsWithItsContentOnly() throws Exception {
        var authority = open("edge-1");

        assertThat(authority.revision(CLUSTER, bytes("a"), 0)).isEqualTo(1);
        assertThat(open("edge-2").revision(CLUSTER, bytes("a"), 0)).isEqualTo(1);
        assertThat(authority.revision(CLUSTER, bytes("b"), 0)).isEqualTo(2);
        assertThat(authority.revision(CLUSTER, bytes("b"), 2)).isEqualTo(2);
        assertThat(authority.revision(CLUSTER, bytes("b"), 90)).isEqualTo(91);
    }

    @Test
    void aMeshHasDirectorsAndGatewaysOfOneAuthority() throws Exception {
        var authority = open("edge-1");
        var keys = keys();

        var leaf = authority.directorLeaf(CLUSTER, DIRECTOR, keys.getPublic());
        var gateway = authority.gatewayKeys(CLUSTER);

        leaf.verify(authority.certificate(CLUSTER).getPublicKey());
        assertThat(MeshName.of(leaf)).isEqualTo(new MeshName("eu-west", MeshName.Role.DIRECTOR, "director-1"));
        assertThat(leaf.getExtendedKeyUsage()).hasSize(2);
        assertThat(leaf.getNotAfter()).isEqualTo(authority.certificate(CLUSTER).getNotAfter());
        assertThat(gateway.authority()).isEqualTo(authority.certificate(CLUSTER));
        assertThat(MeshName.of(gateway.chain().getFirst()))
                .isEqualTo(new MeshName("eu-west", MeshName.Role.GATEWAY, "edge-1"));
    }

    private Authority open(String gateway) throws Exception {
        return Authority.open(store, seal, gateway, ticker, new SecureRandom());
    }

    private Authority openUnchecked(String gateway) {
        try {
            return open(gateway);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static KeyPair keys() throws Exception {
        return Issuer.keys(new SecureRandom());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
