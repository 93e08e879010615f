package dev.usher.gateway.control.token;

import dev.usher.gateway.control.activity.Actor;
import dev.usher.gateway.control.activity.Outcome;
import dev.usher.gateway.control.activity.Plan;
import dev.usher.gateway.control.activity.Violation.Code;
import dev.usher.gateway.control.activity.Violations;
import dev.usher.gateway.control.store.Records;
import dev.usher.gateway.control.store.Store;
import dev.usher.gateway.control.store.TokenRow;
import dev.usher.gateway.core.config.ClusterSettings;
import dev.usher.gateway.core.config.TokenBody;
import dev.usher.gateway.core.config.TokenSettings;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.ListenerName;
import dev.usher.gateway.core.model.TokenDigest;
import dev.usher.gateway.core.model.TokenValue;
import dev.usher.gateway.core.net.AccessRule;
import dev.usher.membership.settings.Settings;
import dev.usher.membership.time.Ticker;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Access tokens that people create and revoke. *Thread-safe;* rules run within the store's transactions.
///
/// A token is part of its cluster: the activity log has it under the cluster's name, as `UpdatedCluster`. It does not
/// change the cluster's revision, or everybody who edits a cluster would be in the way of everybody who makes tokens.
public final class Tokens {

    private static final int ID_BYTES = 16;
    private static final int DIGEST_PREFIX = "sha256:".length();

    /// What the configuration file says, as far as tokens ask for it.
    ///
    /// @param clusters read-only, but for the revoking of their tokens
    /// @param listeners where tokens can be good
    public record Declared(List<ClusterSettings> clusters, Set<ListenerName> listeners) {

        public Declared {
            clusters = List.copyOf(clusters);
            listeners = Set.copyOf(listeners);
        }

        private @Nullable ClusterSettings cluster(ClusterName name) {
            return clusters.stream()
                    .filter(cluster -> cluster.name().equals(name))
                    .findFirst()
                    .orElse(null);
        }
    }

    /// A new token and its value, which nobody is shown again.
    ///
    /// @param value null on a dry run
    public record Created(TokenRow token, @Nullable TokenValue value) {}

    private final Store store;
    private final Supplier<Declared> declared;
    private final Ticker ticker;
    private final RandomGenerator random;

    /// @param random fit for secrets
    public Tokens(Store store, Supplier<Declared> declared, Ticker ticker, RandomGenerator random) {
        this.store = store;
        this.declared = declared;
        this.ticker = ticker;
        this.random = random;
    }

    public CompletableFuture<Outcome<Created>> create(Actor actor, ClusterName cluster, String json, boolean dryRun) {
        var value = TokenValue.generate(random);
        var id = id();
        long now = ticker.epochMillis();
        return Plan.carryOut(store, dryRun, records -> {
            var there = declared.get();
            if (there.cluster(cluster) != null) {
                return Plan.refused(
                        Code.DECLARED_IN_YAML,
                        "cluster " + cluster + " is declared in the configuration (expected: a token in that file)");
            }
            if (records.cluster(cluster).isEmpty()) {
                return Plan.notFound();
            }
            var violations = new Violations();
            var known = records.tokens(cluster);
            var body = Settings.body(json, TokenBody::read);
            violations.read(body);
            var wanted = body.value();
            if (wanted != null) {
                TokenRules.check(wanted, known, there.listeners(), violations);
            }
            var row = wanted == null ? null : row(cluster, id, value.digest(), wanted, now);
            if (row == null || !violations.isEmpty()) {
                return Plan.refused(violations.found());
            }
            return Plan.done(
                    new Created(row, dryRun ? null : value),
                    List.of(),
                    actor.did("Cluster", cluster.value(), "UpdatedCluster", "created token " + words(row)),
                    List.of(changes -> {
                        changes.put(row);
                        TokenRules.forgotten(known).forEach(old -> changes.removeToken(old.id()));
                    }));
        });
    }

    /// Ends a token at once; one of the configuration too, whose id is the beginning of its digest.
    public CompletableFuture<Outcome<TokenRow>> revoke(Actor actor, ClusterName cluster, String id, boolean dryRun) {
        long now = ticker.epochMillis();
        return Plan.carryOut(store, dryRun, records -> {
            var row = find(records, cluster, id, now);
            if (row == null) {
                return Plan.notFound();
            }
            if (row.revokedEpochMillis() != null) {
                return Plan.unchanged(row, List.of());
            }
            var revoked = new TokenRow(
                    row.id(),
                    row.cluster(),
                    row.name(),
                    row.digest(),
                    row.createdEpochMillis(),
                    row.expiresEpochMillis(),
                    now,
                    row.listeners(),
                    row.sources(),
                    row.lastUsedEpochMillis());
            return Plan.done(
                    revoked,
                    List.of(),
                    actor.did(
                            "Cluster",
                            cluster.value(),
                            "UpdatedCluster",
                            "revoked token " + row.name() + " (" + row.id() + ")"),
                    List.of(changes -> changes.put(revoked)));
        });
    }

    /// What a token of the configuration file is called in URLs.
    public static String id(TokenSettings token) {
        return token.digest().toString().substring(DIGEST_PREFIX, DIGEST_PREFIX + 2 * ID_BYTES);
    }

    /// A token that two clusters of the configuration have was revoked in both when it was revoked in one.
    private @Nullable TokenRow find(Records records, ClusterName cluster, String id, long now) {
        var known = records.token(id).orElse(null);
        if (known != null && known.cluster().equals(cluster)) {
            return known;
        }
        var there = declared.get().cluster(cluster);
        return there == null
                ? null
                : there.access().tokens().list().stream()
                        .filter(token -> id(token).equals(id))
                        .findFirst()
                        .map(token -> known != null && known.digest().equals(token.digest())
                                ? known
                                : row(cluster, id, token, now))
                        .orElse(null);
    }

    static TokenRow row(ClusterName cluster, String id, TokenSettings token, long now) {
        var expires = token.expires();
        return new TokenRow(
                id,
                cluster,
                token.name(),
                token.digest(),
                now,
                expires == null ? null : expires.toEpochMilli(),
                null,
                token.listeners(),
                token.sources().stream().map(AccessRule::text).toList(),
                null);
    }

    private static @Nullable TokenRow row(
            ClusterName cluster, String id, TokenDigest digest, TokenBody body, long now) {
        var name = body.name();
        return name == null
                ? null
                : new TokenRow(
                        id,
                        cluster,
                        name,
                        digest,
                        now,
                        TokenRules.expiry(now, body.expires()),
                        null,
                        Set.copyOf(body.listeners()),
                        body.sources(),
                        null);
    }

    private static String words(TokenRow row) {
        var expires = row.expiresEpochMillis();
        var listeners =
                row.listeners().stream().map(ListenerName::value).sorted().collect(Collectors.joining(", "));
        return row.name() + " (" + row.id() + "); expires: "
                + (expires == null ? "never" : Instant.ofEpochMilli(expires))
                + (listeners.isEmpty() ? "" : "; listeners: " + listeners)
                + (row.sources().isEmpty() ? "" : "; sources: " + String.join(", ", row.sources()));
    }

    private String id() {
        var bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
