package dev.usher.gateway.control.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.control.activity.Actor;
import dev.usher.gateway.control.activity.MemoryStore;
import dev.usher.gateway.control.activity.Outcome;
import dev.usher.gateway.control.activity.Outcome.Done;
import dev.usher.gateway.control.activity.Outcome.Refused;
import dev.usher.gateway.control.activity.Violation;
import dev.usher.gateway.control.store.ClusterRow;
import dev.usher.gateway.control.store.Ownership;
import dev.usher.gateway.control.store.TokenRow;
import dev.usher.gateway.control.token.Tokens.Created;
import dev.usher.gateway.control.token.Tokens.Declared;
import dev.usher.gateway.core.config.ClusterOptions;
import dev.usher.gateway.core.config.ClusterSettings;
import dev.usher.gateway.core.config.Configuration;
import dev.usher.gateway.core.config.TokenBody.Validity;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.ListenerName;
import dev.usher.gateway.core.model.TokenValue;
import dev.usher.membership.time.FakeTicker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokensTest {

    private static final Actor ACTOR = new Actor("ops@example.com", "192.0.2.7");
    private static final ClusterName EU = new ClusterName("eu-west");

    private final MemoryStore store = new MemoryStore();
    private final FakeTicker time = new FakeTicker();
    private Declared declared = new Declared(List.of(), Set.of(new ListenerName("agents")));
    private final Tokens tokens = new Tokens(store, () -> declared, time, new Random(1));

    @BeforeEach
    void found() {
        store.change(changes -> {
                    changes.put(new ClusterRow(
                            EU,
                            Ownership.SELF_MANAGED,
                            8081,
                            true,
                            false,
                            ClusterRow.Tls.OFF,
                            new ClusterRow.Restriction(false, List.of()),
                            true,
                            ClusterOptions.DEFAULTS.json(),
                            List.of(),
                            1,
                            0));
                    changes.note(ACTOR.did("Cluster", "eu-west", "CreatedCluster", ""));
                    return EU;
                })
                .join();
    }

    @Test
    void aTokensValueIsGeneratedAndShownOnce() {
        var created = done(create("{\"name\": \"branch\"}"));

        var value = created.value();
        assertThat(value).isNotNull();
        assertThat(TokenValue.wellFormed(value == null ? "" : value.reveal())).isTrue();
        assertThat(created.token().digest()).isEqualTo(value == null ? null : value.digest());
        assertThat(created.toString() + store.log()).doesNotContain(value == null ? "" : value.reveal());
        assertThat(tokens.create(ACTOR, EU, "{\"name\": \"dry\"}", true).join())
                .extracting(outcome ->
                        outcome instanceof Done<Created> done ? done.value().value() : "none")
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "2027-01-31T10:00:00Z, ONE_MONTH,    2027-02-28T10:00:00Z",
        "2028-01-31T10:00:00Z, ONE_MONTH,    2028-02-29T10:00:00Z",
        "2027-11-30T23:59:59Z, THREE_MONTHS, 2028-02-29T23:59:59Z",
        "2027-03-15T00:00:00Z, THREE_MONTHS, 2027-06-15T00:00:00Z",
        "2028-02-29T00:00:00Z, ONE_YEAR,     2029-02-28T00:00:00Z",
        "2027-12-31T23:30:00Z, ONE_MONTH,    2028-01-31T23:30:00Z",
        "2027-01-31T10:00:00Z, UNLIMITED,",
    })
    void aTokenExpiresByTheCalendarInUtc(Instant created, Validity validity, @Nullable Instant expires) {
        assertThat(TokenRules.expiry(created.toEpochMilli(), validity))
                .isEqualTo(expires == null ? null : expires.toEpochMilli());
    }

    @Test
    void aTokenIsGoodFor3MonthsUnlessSaid() {
        assertThat(done(create("{\"name\": \"branch\"}")).token().expiresEpochMillis())
                .isEqualTo(TokenRules.expiry(time.epochMillis(), Validity.THREE_MONTHS));
        assertThat(done(create("{\"name\": \"other\", \"expires\": \"unlimited\"}"))
                        .token()
                        .expiresEpochMillis())
                .isNull();
        assertThat(refused(create("{\"name\": \"more\", \"expires\": \"2_months\"}")))
                .containsExactly("/expires invalid_value: expires: \"2_months\" (expected: 1_month, 3_months, 1_year,"
                        + " unlimited)");
    }

    @Test
    void aTokensNameIsUniqueInItsClusterWhileItIsGood() {
        var first = done(create("{\"name\": \"branch\"}"));

        assertThat(refused(create("{\"name\": \"branch\"}")))
                .containsExactly(
                        "/name name_taken: name: branch (expected: a unique name; the cluster has a token of it that"
                                + " is not revoked)");
        done(tokens.revoke(ACTOR, EU, first.token().id(), false));
        assertThat(done(create("{\"name\": \"branch\"}"))).isNotNull();
    }

    @Test
    void aTokensScopesAreListenersAndSources() {
        var token = done(create("{\"name\": \"branch\", \"listeners\": [\"agents\"], \"sources\": [\"10.0.0.0/8\"]}"))
                .token();

        assertThat(token.listeners()).containsExactly(new ListenerName("agents"));
        assertThat(token.sources()).containsExactly("10.0.0.0/8");
        assertThat(refused(create("{\"name\": \"x\", \"listeners\": [\"doors\"], \"sources\": [\"10.0.0.300\"]}")))
                .containsExactly(
                        "/sources/0 invalid_value: sources[0]: 10.0.0.300: octet 4 is 300, expected 0..255",
                        "/listeners/0 listener_unknown: listeners[0]: doors (expected: the name of a listener)");
    }

    @Test
    void tokensAreLoggedUnderTheirCluster() {
        var token = done(create("{\"name\": \"branch\", \"expires\": \"unlimited\"}"))
                .token();
        done(tokens.revoke(ACTOR, EU, token.id(), false));

        assertThat(store.log().subList(1, 3))
                .containsExactly(
                        ACTOR.did(
                                "Cluster",
                                "eu-west",
                                "UpdatedCluster",
                                "created token branch (" + token.id() + "); expires: never"),
                        ACTOR.did("Cluster", "eu-west", "UpdatedCluster", "revoked token branch (" + token.id() + ")"));
    }

    @Test
    void aTokenIsRevokedOnce() {
        var token = done(create("{\"name\": \"branch\"}")).token();
        done(tokens.revoke(ACTOR, EU, token.id(), false));
        int lines = store.log().size();
        time.advance(Duration.ofSeconds(9));

        var again = done(tokens.revoke(ACTOR, EU, token.id(), false));

        assertThat(again.revokedEpochMillis()).isEqualTo(token.createdEpochMillis());
        assertThat(store.log()).hasSize(lines);
        assertThat(tokens.revoke(ACTOR, new ClusterName("other"), token.id(), false)
                        .join())
                .isEqualTo(new Outcome.NotFound<>());
    }

    @Test
    void aClusterRemembersTheTokensThatWereRevokedLast() {
        var first = revoked(1);
        for (int i = 2; i <= TokenRules.REVOKED_MAX; i++) {
            revoked(i);
        }
        done(create("{\"name\": \"good\"}"));
        assertThat(known()).contains(first).hasSize(TokenRules.REVOKED_MAX + 1);

        revoked(TokenRules.REVOKED_MAX + 1);
        done(tokens.create(ACTOR, EU, "{\"name\": \"dry\"}", true));
        assertThat(known()).contains(first);
        done(create("{\"name\": \"better\"}"));

        assertThat(known()).doesNotContain(first).hasSize(TokenRules.REVOKED_MAX + 2);
        assertThat(known()).extracting(token -> token.name().value()).contains("good", "better");
    }

    private TokenRow revoked(int number) {
        time.advance(Duration.ofSeconds(1));
        var token = done(create("{\"name\": \"old-" + number + "\"}")).token();
        return done(tokens.revoke(ACTOR, EU, token.id(), false));
    }

    private List<TokenRow> known() {
        return store.<List<TokenRow>>read(records -> records.tokens(EU)).join();
    }

    @Test
    void tokensOfTheConfigurationAreRevokedButNotCreated(@TempDir Path folder) {
        declare(folder);
        var yaml = new ClusterName("yaml");
        var id = Tokens.id(
                declared.clusters().getFirst().access().tokens().list().getFirst());

        var revoked = done(tokens.revoke(ACTOR, yaml, id, false));

        assertThat(revoked.revokedEpochMillis()).isEqualTo(time.epochMillis());
        assertThat(store.<List<TokenRow>>read(records -> records.tokens(yaml)).join())
                .containsExactly(revoked);
        assertThat(refused(tokens.create(ACTOR, yaml, "{\"name\": \"more\"}", false)))
                .containsExactly(
                        " declared_in_yaml: cluster yaml is declared in the configuration (expected: a token in that file)");
    }

    @Test
    void aTokenOfAClusterThatIsNotThereIsNotFound() {
        assertThat(tokens.create(ACTOR, new ClusterName("none"), "{\"name\": \"branch\"}", false)
                        .join())
                .isEqualTo(new Outcome.NotFound<>());
    }

    @Test
    void aTokenOfTwoClustersOfTheConfigurationIsRevokedInBoth(@TempDir Path folder) {
        declare(folder);
        var first = declared.clusters().getFirst();
        var other = new ClusterName("other");
        declared = new Declared(List.of(first, renamed(first, other)), Set.of());
        var id = Tokens.id(first.access().tokens().list().getFirst());

        var revoked = done(tokens.revoke(ACTOR, first.name(), id, false));
        var again = done(tokens.revoke(ACTOR, other, id, false));

        assertThat(again).isEqualTo(revoked);
        assertThat(store.<List<TokenRow>>read(records -> records.tokens(first.name()))
                        .join())
                .containsExactly(revoked);
    }

    private static ClusterSettings renamed(ClusterSettings like, ClusterName name) {
        return new ClusterSettings(
                name,
                like.type(),
                like.port(),
                like.enabled(),
                like.revision(),
                like.plaintextAccepted(),
                like.security(),
                like.directors(),
                like.access(),
                like.balancing(),
                like.health(),
                like.retry());
    }

    private void declare(Path folder) {
        var text = """
                version: 1
                listeners:
                  - {name: agents, address: "127.0.0.1:0", target: {cluster: yaml, service: http}}
                clusters:
                  - name: yaml
                    access: {tokens: {enabled: true, list: [{name: old, digest: "sha256:%s", expires: unlimited}]}}
                    directors:
                      - {name: y-1, address: 127.0.1.1, services: {http: 80}}
                      - {name: y-2, address: 127.0.1.2, services: {http: 80}}
                      - {name: y-3, address: 127.0.1.3, services: {http: 80}}
                """.formatted("ab".repeat(32));
        var configuration =
                Configuration.parse("gateway.yaml", text, folder, _ -> null).value();
        declared = new Declared(configuration.clusters(), Set.of());
    }

    private CompletableFuture<Outcome<Created>> create(String json) {
        return tokens.create(ACTOR, EU, json, false);
    }

    private static <T> T done(CompletableFuture<Outcome<T>> answer) {
        if (answer.join() instanceof Done<T> done) {
            return done.value();
        }
        throw new AssertionError(String.valueOf(answer.join()));
    }

    private static List<String> refused(CompletableFuture<? extends Outcome<?>> answer) {
        if (answer.join() instanceof Refused<?> refused) {
            return refused.violations().stream().map(Violation::toString).toList();
        }
        throw new AssertionError(String.valueOf(answer.join()));
    }
}
