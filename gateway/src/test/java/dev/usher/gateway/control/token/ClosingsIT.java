package dev.usher.gateway.control.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.control.store.ClusterRow;
import dev.usher.gateway.control.store.Copies;
import dev.usher.gateway.control.store.Copy;
import dev.usher.gateway.control.store.Entry;
import dev.usher.gateway.control.store.Ownership;
import dev.usher.gateway.control.store.Records.Closure;
import dev.usher.gateway.control.store.Store;
import dev.usher.gateway.control.store.TokenRow;
import dev.usher.gateway.control.store.sql.SqlStore;
import dev.usher.gateway.control.token.Closings.Closed;
import dev.usher.gateway.core.config.StoreSettings.Place;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.TokenDigest;
import dev.usher.gateway.core.model.TokenName;
import dev.usher.gateway.core.signal.TokenTraffic;
import dev.usher.membership.time.Ticker;
import dev.usher.membership.time.Timers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What gateways note of a revoked token, and what whoever revoked it is told.
class ClosingsIT {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final ClusterName STORED = new ClusterName("stored");
    private static final ClusterName DECLARED = new ClusterName("declared");
    private static final TokenDigest DIGEST = new TokenDigest(1, 2, 3, 4);
    private static final TokenDigest OTHER = new TokenDigest(5, 6, 7, 8);

    private final Ticker ticker = Ticker.system();
    private final ScheduledExecutorService clerk = Executors.newSingleThreadScheduledExecutor();
    private final Store store;
    private final Copies copies;
    private final Ended traffic = new Ended();

    /// Exchanges that are said to have ended, by their tokens.
    private static final class Ended implements TokenTraffic {

        private final Map<TokenDigest, Integer> counts = new HashMap<>();

        @Override
        public CompletableFuture<Map<TokenDigest, Integer>> live() {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<Map<TokenDigest, Integer>> ended(Set<TokenDigest> tokens) {
            var told = new HashMap<>(counts);
            told.keySet().retainAll(tokens);
            return CompletableFuture.completedFuture(told);
        }

        @Override
        public CompletableFuture<Set<TokenDigest>> used() {
            throw new UnsupportedOperationException();
        }
    }

    ClosingsIT(@TempDir Path folder) {
        this.store = SqlStore.open(new Place.Sqlite(folder.resolve("usher.db")), ticker);
        this.copies = new Copies(store, ticker);
    }

    @AfterEach
    void close() {
        store.close();
        clerk.shutdownNow();
    }

    @Test
    void connectionsAreSummedOnceAllLiveGatewaysHaveNoted() {
        alive("edge-1", "edge-2");
        put(token("t", STORED, DIGEST, 1L));
        var answer = closings("edge-1", LONG).of("t");

        closed("t", "edge-1", 3);
        assertThat(answer).isNotDone();
        closed("t", "edge-2", 0);

        assertThat(soon(answer)).isEqualTo(new Closed(3, List.of()));
    }

    @Test
    void aGatewayThatIsSilentIsNamed() {
        alive("edge-1", "edge-2", "edge-3");
        put(token("t", STORED, DIGEST, 1L));
        closed("t", "edge-1", 1);
        closed("t", "edge-3", 2);

        assertThat(soon(closings("edge-1", Duration.ofMillis(200)).of("t")))
                .isEqualTo(new Closed(3, List.of("edge-2")));
    }

    @Test
    void aGatewayThatIsAloneWaitsForItself() {
        put(token("t", STORED, DIGEST, 1L));
        closed("t", "edge-1", 5);

        assertThat(soon(closings("edge-1", LONG).of("t"))).isEqualTo(new Closed(5, List.of()));
    }

    @Test
    void withoutTheStoreNobodyIsHeard() {
        store.close();

        assertThat(soon(closings("edge-1", Duration.ofMillis(100)).of("t")))
                .isEqualTo(new Closed(0, List.of("edge-1")));
    }

    @Test
    void aRevokedTokenIsNotedWithWhatEnded() {
        traffic.counts.put(DIGEST, 4);
        var revocations = new Revocations(store, "edge-1", traffic);
        put(cluster());
        put(token("t", STORED, DIGEST, null));
        put(token("u", STORED, OTHER, null));
        revocations.published(copy());

        put(token("t", STORED, DIGEST, 7L));
        revocations.published(copy());

        assertThat(soon(closings("edge-1", LONG).of("t"))).isEqualTo(new Closed(4, List.of()));
        assertThat(closures("u")).isEmpty();
    }

    @Test
    void aRevokedTokenOfADeclaredClusterIsNotedAndSoIsNothing() {
        var revocations = new Revocations(store, "edge-1", traffic);
        revocations.published(copy());

        put(token("t", DECLARED, DIGEST, 7L));
        revocations.published(copy());

        assertThat(soon(closings("edge-1", LONG).of("t"))).isEqualTo(new Closed(0, List.of()));
    }

    @Test
    void whatWasRevokedBeforeIsNotNotedAgain() {
        var revocations = new Revocations(store, "edge-1", traffic);
        put(token("t", DECLARED, DIGEST, 7L));
        revocations.published(copy());
        revocations.published(copy());

        assertThat(closures("t")).isEmpty();
    }

    private Closings closings(String gateway, Duration limit) {
        return new Closings(store, gateway, ticker, Timers.on(clerk), limit);
    }

    private List<Closure> closures(String token) {
        return soon(store.read(records -> records.closures(token)));
    }

    private Copy copy() {
        return soon(store.read(copies::read));
    }

    private void alive(String... gateways) {
        for (var gateway : gateways) {
            keep(gateway, 0, null);
        }
    }

    private void closed(String token, String gateway, int connections) {
        keep(gateway, connections, token);
    }

    private void keep(String gateway, int connections, @Nullable String token) {
        soon(store.keep(notes -> {
            if (token == null) {
                notes.alive(gateway);
            } else {
                notes.closed(token, gateway, connections);
            }
            return gateway;
        }));
    }

    private void put(Object row) {
        soon(store.change(changes -> {
            switch (row) {
                case TokenRow token -> changes.put(token);
                case ClusterRow cluster -> changes.put(cluster);
                default -> throw new IllegalArgumentException(row.toString());
            }
            changes.note(new Entry("ops@example.com", "192.0.2.7", "Cluster", "stored", "UpdatedCluster", ""));
            return row;
        }));
    }

    private static ClusterRow cluster() {
        return new ClusterRow(
                STORED,
                Ownership.MANAGED,
                8081,
                true,
                false,
                ClusterRow.Tls.OFF,
                new ClusterRow.Restriction(false, List.of()),
                true,
                "{}",
                List.of(),
                1,
                1);
    }

    private static TokenRow token(String id, ClusterName cluster, TokenDigest digest, @Nullable Long revoked) {
        return new TokenRow(
                id, cluster, new TokenName("name-" + id), digest, 1, null, revoked, Set.of(), List.of(), null);
    }

    private static <T> T soon(CompletableFuture<T> answer) {
        return answer.orTimeout(30, TimeUnit.SECONDS).join();
    }
}
