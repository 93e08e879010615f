package dev.usher.gateway.control.roster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.signal.RosterWord;
import dev.usher.membership.contract.Words;
import dev.usher.membership.contract.proto.DirectorState;
import dev.usher.membership.contract.proto.DirectorWord;
import dev.usher.membership.mesh.MeshAuthority;
import dev.usher.membership.mesh.MeshKeys;
import dev.usher.membership.mesh.SignatureCheck;
import dev.usher.membership.mesh.Signer;
import dev.usher.membership.time.Ticker;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Whatever is put into the roster of a cluster with TLS, it takes nobody out but by that one's own word.
class ForgedWordsTest {

    private static final String CLUSTER = "eu-west";
    private static final DirectorName DIRECTOR = new DirectorName("director-1");
    private static final Map<String, String> MEMBERS = Map.of("a", "director-1", "b", "director-2");
    private static final Instant PAST = Instant.parse("2020-01-01T00:00:00Z");

    private final MeshAuthority authority = new MeshAuthority();
    private final MeshKeys own = authority.director(CLUSTER, "director-1");
    private final Words words = new Words(CLUSTER);
    private final Doubts doubts = new Doubts(new ClusterName(CLUSTER));
    private final Hearing hearing = hearing(authority.gateway(CLUSTER, "gateway-1"));

    @BeforeEach
    void heardTwice() {
        hear(signed(own, word("a", 7, DirectorState.HEALTHY)));
        hear(signed(own, word("a", 8, DirectorState.HEALTHY)));
    }

    @Test
    void itsOwnWordTakesItOut() {
        hear(signed(own, word("a", 9, DirectorState.DRAINING)));

        assertThat(heard(hearing).state()).isEqualTo(RosterWord.State.DRAINING);
        assertThat(heard(hearing).advanced()).isTrue();
    }

    @Test
    void aNewCertificateOfItsOwnIsAsGood() {
        hear(signed(authority.director(CLUSTER, "director-1"), word("a", 9, DirectorState.DRAINING)));

        assertThat(heard(hearing).state()).isEqualTo(RosterWord.State.DRAINING);
    }

    @Test
    void unsigned() {
        hear(words.encode(word("a", 9, DirectorState.DRAINING)));

        nothingChanged(Disbelief.UNSIGNED);
    }

    @Test
    void signedByAnotherDirector() {
        hear(signed(authority.director(CLUSTER, "director-2"), word("a", 9, DirectorState.DRAINING)));

        nothingChanged(Disbelief.WRONG_NAME);
    }

    @Test
    void signedByAGatewayOfThatName() {
        hear(signed(authority.gateway(CLUSTER, "director-1"), word("a", 9, DirectorState.DRAINING)));

        nothingChanged(Disbelief.WRONG_NAME);
    }

    @Test
    void signedForAnotherCluster() {
        hear(signed(authority.director("elsewhere", "director-1"), word("a", 9, DirectorState.DRAINING)));

        nothingChanged(Disbelief.WRONG_NAME);
    }

    @Test
    void signedByAStranger() {
        hear(signed(new MeshAuthority().director(CLUSTER, "director-1"), word("a", 9, DirectorState.DRAINING)));

        nothingChanged(Disbelief.UNTRUSTED);
    }

    @Test
    void signedByWhatHasExpired() {
        var uri = "usher://eu-west/director/director-1";
        var old = authority.issue(PAST, PAST.plusSeconds(9), uri);
        hear(signed(old, word("a", 9, DirectorState.DRAINING)));

        nothingChanged(Disbelief.EXPIRED);
    }

    @Test
    void itsCertificateWithAnothersSignature() {
        var word = word("a", 9, DirectorState.DRAINING).toByteArray();
        var other = new Signer(authority.director(CLUSTER, "director-2"));
        hear(words.encode(word, other.sign(word), new Signer(own).certificate()));

        nothingChanged(Disbelief.SIGNATURE);
    }

    @Test
    void itsSignatureOverAnotherWord() {
        var signer = new Signer(own);
        var said = word("a", 9, DirectorState.HEALTHY).toByteArray();
        var forged = word("a", 9, DirectorState.DRAINING).toByteArray();
        hear(words.encode(forged, signer.sign(said), signer.certificate()));

        nothingChanged(Disbelief.SIGNATURE);
    }

    @Test
    void itsOwnOlderWord() {
        hear(signed(own, word("a", 5, DirectorState.DRAINING)));

        nothingChanged(Disbelief.REPLAYED);
    }

    @Test
    void itsOwnOlderWordAfterItsLastOneWasRemoved() {
        hearing.take(DIRECTOR, null, MEMBERS, 1);
        hear(signed(own, word("a", 5, DirectorState.DRAINING)));

        assertThat(hearing.words(MEMBERS)).isEmpty();
        assertThat(doubts.of(Disbelief.REPLAYED)).isEqualTo(1);

        hear(signed(own, word("a", 9, DirectorState.HEALTHY)));

        assertThat(heard(hearing).state()).isEqualTo(RosterWord.State.HEALTHY);
        assertThat(heard(hearing).advanced()).isTrue();
    }

    @Test
    void itsOwnWordFromAnEarlierLife() {
        hear(signed(own, word("gone", 99, DirectorState.DRAINING)));

        nothingChanged(Disbelief.ABSENT_MEMBER);
    }

    @Test
    void itsOwnWordAsAnotherMember() {
        hear(signed(own, word("b", 99, DirectorState.DRAINING)));

        nothingChanged(Disbelief.ABSENT_MEMBER);
    }

    @Test
    void garbage() {
        hear(new byte[] {1, 2, 3});

        nothingChanged(Disbelief.NONSENSE);
    }

    @Test
    void anotherDirectorsGoodWord() {
        var other = word("b", 9, DirectorState.DRAINING).toBuilder()
                .setDirector("director-2")
                .build();
        hear(signed(authority.director(CLUSTER, "director-2"), other));

        nothingChanged(Disbelief.NONSENSE);
    }

    @Test
    void garbageForACertificate() {
        hear(words.encode(word("a", 9, DirectorState.DRAINING).toByteArray(), new byte[9], new byte[] {1, 2, 3}));

        nothingChanged(Disbelief.UNTRUSTED);
    }

    @Test
    void withSharedKeysTheKeyMustBeTheClusters() {
        var shared = MeshAuthority.selfSigned("CN=cluster", "RSA");
        var strange = MeshAuthority.selfSigned("CN=cluster", "RSA");
        var reader = hearing(shared);
        reader.take(DIRECTOR, signed(shared, word("a", 7, DirectorState.HEALTHY)), MEMBERS, 1);
        reader.take(DIRECTOR, signed(strange, word("a", 8, DirectorState.DRAINING)), MEMBERS, 2);

        assertThat(heard(reader).state()).isEqualTo(RosterWord.State.HEALTHY);
        assertThat(doubts.of(Disbelief.UNTRUSTED)).isEqualTo(1);
    }

    private void hear(byte[] value) {
        hearing.take(DIRECTOR, value, MEMBERS, 1);
    }

    private void nothingChanged(Disbelief reason) {
        assertThat(heard(hearing).state()).isEqualTo(RosterWord.State.HEALTHY);
        assertThat(heard(hearing).present()).isTrue();
        for (var each : Disbelief.values()) {
            assertThat(doubts.of(each)).as(each.word()).isEqualTo(each == reason ? 1 : 0);
        }
    }

    private Hearing hearing(MeshKeys reader) {
        return new Hearing(words, new SignatureCheck(CLUSTER, reader, Ticker.system()), doubts);
    }

    private static RosterWord heard(Hearing hearing) {
        return hearing.words(MEMBERS).getFirst();
    }

    private byte[] signed(MeshKeys keys, DirectorWord word) {
        var signer = new Signer(keys);
        var bytes = word.toByteArray();
        return words.encode(bytes, signer.sign(bytes), signer.certificate());
    }

    private static DirectorWord word(String member, long sequence, DirectorState state) {
        return DirectorWord.newBuilder()
                .setDirector("director-1")
                .setCluster(CLUSTER)
                .setVersion("2.5.0")
                .setState(state)
                .setSequence(sequence)
                .setMember(member)
                .build();
    }
}
