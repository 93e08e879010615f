package dev.usher.gateway.control.store.sql;

import dev.usher.gateway.control.store.ClusterRow;
import dev.usher.gateway.control.store.DirectorRow;
import dev.usher.gateway.control.store.Entry;
import dev.usher.gateway.control.store.Ownership;
import dev.usher.gateway.control.store.Sealed;
import dev.usher.gateway.control.store.TokenRow;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.model.ServiceName;
import dev.usher.gateway.core.model.TokenDigest;
import dev.usher.gateway.core.model.TokenName;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Rows that tests write.
final class StoreSamples {

    static final Set<String> TYPES = Set.of("Cluster", "Director", "Device");

    private StoreSamples() {}

    static DirectorRow director(String name) {
        return new DirectorRow(
                new DirectorName(name),
                Ownership.MANAGED,
                "10.0.0.1",
                8081,
                Map.of(new ServiceName("http"), 9000),
                true,
                null,
                false,
                1,
                1_000);
    }

    static DirectorRow withRevision(DirectorRow director, long revision) {
        return new DirectorRow(
                director.name(),
                director.type(),
                director.address(),
                director.port(),
                director.services(),
                director.enabled(),
                director.enabledBefore(),
                director.delivered(),
                revision,
                director.createdEpochMillis());
    }

    static ClusterRow cluster(String name, String... directors) {
        return new ClusterRow(
                new ClusterName(name),
                Ownership.MANAGED,
                8081,
                true,
                false,
                new ClusterRow.Tls(true, "certificate", "authority", Sealed.of(new byte[] {1, 2, 3})),
                new ClusterRow.Restriction(true, List.of("10.0.0.0/8", "192.168.0.1-192.168.0.9")),
                true,
                "{\"retry\":{}}",
                Arrays.stream(directors).map(StoreSamples::member).toList(),
                1,
                1_000);
    }

    private static ClusterRow.Member member(String director) {
        return new ClusterRow.Member(
                new DirectorName(director), "10.0.0.1", 8081, 100, Map.of(new ServiceName("http"), 9000));
    }

    static TokenRow token(String id, String cluster, String name, int digest) {
        return new TokenRow(
                id,
                new ClusterName(cluster),
                new TokenName(name),
                new TokenDigest(digest, 2, 3, 4),
                1_000,
                2_000L,
                null,
                Set.of(),
                List.of("10.0.0.0/8"),
                null);
    }

    static TokenRow revoked(TokenRow token, long at) {
        return new TokenRow(
                token.id(),
                token.cluster(),
                token.name(),
                token.digest(),
                token.createdEpochMillis(),
                token.expiresEpochMillis(),
                at,
                token.listeners(),
                token.sources(),
                token.lastUsedEpochMillis());
    }

    static Entry entry(String type, String object, String action, String description) {
        return new Entry("ada@example.com", "192.0.2.7", type, object, action, description);
    }

    static Entry created(String object) {
        return entry("Director", object, "CreatedDirector", "created " + object);
    }
}
