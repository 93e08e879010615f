package dev.usher.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.control.fleet.Stored;
import dev.usher.gateway.control.store.ClusterRow;
import dev.usher.gateway.control.store.Copy;
import dev.usher.gateway.control.store.DirectorRow;
import dev.usher.gateway.control.store.OverrideRow;
import dev.usher.gateway.control.store.Ownership;
import dev.usher.gateway.control.store.Seal;
import dev.usher.gateway.control.store.Sealed;
import dev.usher.gateway.control.store.TokenRow;
import dev.usher.gateway.control.store.Versions;
import dev.usher.gateway.core.config.ClusterSettings;
import dev.usher.gateway.core.config.Configuration;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.model.TokenDigest;
import dev.usher.gateway.core.model.TokenName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BlendTest {

    private static final ClusterName DECLARED = new ClusterName("declared");
    private static final ClusterName MADE = new ClusterName("made");
    private static final TokenDigest GOOD = new TokenDigest(1, 1, 1, 1);
    private static final TokenDigest BAD = new TokenDigest(2, 2, 2, 2);

    private final Blend blend = new Blend(new Stored(Seal.of(Seal.newKey())));
    private final List<ClusterSettings> declared = Configuration.parse(
                    "gateway.yaml", """
                    version: 1
                    listeners:
                      - {name: agents, address: "127.0.0.1:0", target: {cluster: declared, service: http}}
                    clusters:
                      - name: declared
                        directors:
                          - {name: y-1, address: 127.0.0.1, port: 19101, services: {http: 80}}
                          - {name: y-2, address: 127.0.0.1, port: 19103, services: {http: 80}}
                          - {name: y-3, address: 127.0.0.1, port: 19105, services: {http: 80}}
                        access:
                          tokens:
                            enabled: true
                            list:
                              - {name: good, digest: "%s", expires: unlimited}
                              - {name: bad, digest: "%s", expires: unlimited}
                    """.formatted(GOOD, BAD), Path.of("."), _ -> null)
            .value()
            .clusters();

    @Test
    void aDeclaredClusterIsServedAsItIsDeclared() {
        assertThat(served(copy()).getFirst()).isSameAs(declared.getFirst());
    }

    @Test
    void aDeclaredClusterCanBeDisabledAndEnabledAgain() {
        var disabled = served(copy(new OverrideRow(DECLARED, false, 2))).getFirst();
        var enabled = served(copy(new OverrideRow(DECLARED, true, 3))).getFirst();

        assertThat(disabled.enabled()).isFalse();
        assertThat(disabled.directors()).hasSize(3).allMatch(director -> !director.enabled());
        assertThat(enabled).isSameAs(declared.getFirst());
    }

    @Test
    void aRevokedTokenOfADeclaredClusterIsNoLongerGood() {
        var tokens = served(copy(revoked(BAD))).getFirst().access().tokens();

        assertThat(tokens.enabled()).isTrue();
        assertThat(tokens.list()).extracting(token -> token.name().value()).containsExactly("good");
    }

    @Test
    void aDeclaredClusterIsNotMadeAnewForEachLook() {
        var first = served(copy(new OverrideRow(DECLARED, false, 2))).getFirst();

        assertThat(served(copy(new OverrideRow(DECLARED, false, 2))).getFirst()).isSameAs(first);
    }

    @Test
    void theUseOfATokenChangesNothingThatIsServed() {
        var first = served(stored(cluster("{}"), token(null))).getLast();

        assertThat(served(stored(cluster("{}"), token(17L))).getLast()).isSameAs(first);
        assertThat(first.access().tokens().list()).hasSize(1);
    }

    @Test
    void aClusterThatCannotBeReadKeepsNobodyElseFromBeingServed() {
        var before = served(stored(cluster("{}"), token(null))).getLast();

        var after = served(stored(cluster("no JSON"), token(null)));

        assertThat(after).hasSize(2);
        assertThat(after.getLast()).isSameAs(before);
        assertThat(new Blend(new Stored(Seal.of(Seal.newKey())))
                        .of(declared, stored(cluster("no JSON"), token(null)))
                        .clusters())
                .isEqualTo(declared);
    }

    private List<ClusterSettings> served(Copy copy) {
        return blend.of(declared, copy).clusters();
    }

    private static Copy copy(Object... rows) {
        return new Copy(
                List.of(),
                List.of(),
                List.of(rows).stream()
                        .filter(OverrideRow.class::isInstance)
                        .map(OverrideRow.class::cast)
                        .toList(),
                List.of(rows).stream()
                        .filter(TokenRow.class::isInstance)
                        .map(TokenRow.class::cast)
                        .toList(),
                List.of(),
                Versions.NONE,
                1);
    }

    private static Copy stored(ClusterRow cluster, TokenRow token) {
        var directors = cluster.directors().stream()
                .map(member -> new DirectorRow(
                        member.director(),
                        Ownership.SELF_MANAGED,
                        member.address(),
                        member.port(),
                        Map.of(),
                        true,
                        null,
                        false,
                        1,
                        1))
                .toList();
        return new Copy(directors, List.of(cluster), List.of(), List.of(token), List.of(), Versions.NONE, 1);
    }

    private static ClusterRow cluster(String settings) {
        return new ClusterRow(
                MADE,
                Ownership.SELF_MANAGED,
                8081,
                true,
                false,
                new ClusterRow.Tls(false, "", "", Sealed.NONE),
                new ClusterRow.Restriction(false, List.of()),
                true,
                settings,
                IntStream.rangeClosed(1, 3)
                        .mapToObj(number -> new ClusterRow.Member(
                                new DirectorName("d-" + number), "127.0.0.1", 9000 + 2 * number, 100, Map.of()))
                        .toList(),
                1,
                1);
    }

    private static TokenRow token(@Nullable Long lastUsed) {
        return new TokenRow("a1", MADE, new TokenName("ci"), GOOD, 1, null, null, Set.of(), List.of(), lastUsed);
    }

    private static TokenRow revoked(TokenDigest digest) {
        return new TokenRow("b2", DECLARED, new TokenName("bad"), digest, 1, null, 2L, Set.of(), List.of(), null);
    }
}
