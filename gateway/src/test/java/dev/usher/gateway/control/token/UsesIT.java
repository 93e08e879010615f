package dev.usher.gateway.control.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.control.store.Copies;
import dev.usher.gateway.control.store.Entry;
import dev.usher.gateway.control.store.Store;
import dev.usher.gateway.control.store.TokenRow;
import dev.usher.gateway.control.store.sql.SqlStore;
import dev.usher.gateway.core.config.StoreSettings.Place;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.TokenDigest;
import dev.usher.gateway.core.model.TokenName;
import dev.usher.gateway.core.signal.TokenTraffic;
import dev.usher.gateway.testkit.Faults;
import dev.usher.membership.time.FakeTicker;
import dev.usher.membership.time.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsesIT {

    private static final int TOKENS = 1_200;

    private final FakeTicker time = new FakeTicker();
    private final Queue<Set<TokenDigest>> used = new ArrayDeque<>();
    private final Store store;
    private final Uses uses;

    UsesIT(@TempDir Path folder) {
        this.store = SqlStore.open(new Place.Sqlite(folder.resolve("usher.db")), Ticker.system());
        var copies = new Copies(store, time);
        soon(store.change(changes -> {
            IntStream.range(0, TOKENS).forEach(number -> changes.put(token(number)));
            changes.note(new Entry("ops@example.com", "192.0.2.7", "Cluster", "west", "UpdatedCluster", ""));
            return TOKENS;
        }));
        copies.hold(soon(store.read(copies::read)));
        this.uses = new Uses(
                store,
                copies,
                new TokenTraffic() {
                    @Override
                    public CompletableFuture<Map<TokenDigest, Integer>> live() {
                        return CompletableFuture.completedFuture(Map.of());
                    }

                    @Override
                    public CompletableFuture<Map<TokenDigest, Integer>> ended(Set<TokenDigest> tokens) {
                        throw new UnsupportedOperationException();
                    }

                    @Override
                    public CompletableFuture<Set<TokenDigest>> used() {
                        var told = used.poll();
                        return CompletableFuture.completedFuture(told == null ? Set.of() : told);
                    }
                },
                time);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aUseIsNotedAtOnceAndTheNextOneAMinuteLater() {
        long first = time.epochMillis();
        use(1);
        noted(1, first);

        time.advance(Duration.ofSeconds(20));
        long second = time.epochMillis();
        use(1);
        assertThat(uses.lastUsedEpochMillis(digest(1))).isEqualTo(second);
        time.advance(Duration.ofSeconds(39));
        uses.look();
        assertThat(lastUsed(1)).isEqualTo(first);

        time.advance(Duration.ofSeconds(2));
        uses.look();
        noted(1, second);
        assertThat(lastUsed(2)).isNull();
        assertThat(uses.lastUsedEpochMillis(digest(2))).isNull();
    }

    @Test
    void manyTokensAreNotedInSeveralTransactions() {
        used.add(Set.copyOf(IntStream.range(0, TOKENS).mapToObj(UsesIT::digest).toList()));
        uses.look();

        for (int number = 0; number < TOKENS; number++) {
            noted(number, time.epochMillis());
        }
    }

    @Test
    void theUseOfATokenOfTheConfigurationIsRemembered() {
        use(TOKENS + 1);

        assertThat(uses.lastUsedEpochMillis(digest(TOKENS + 1))).isEqualTo(time.epochMillis());
    }

    private void use(int number) {
        used.add(Set.of(digest(number)));
        uses.look();
    }

    private void noted(int number, long millis) {
        Faults.until("noted", () -> {
            var last = lastUsed(number);
            return last != null && last == millis;
        });
        // Its one writer has told of that by then.
        soon(store.keep(_ -> 0));
    }

    private @Nullable Long lastUsed(int number) {
        return soon(store.read(records -> records.token("id-" + number).stream().toList()))
                .getFirst()
                .lastUsedEpochMillis();
    }

    private static TokenRow token(int number) {
        return new TokenRow(
                "id-" + number,
                new ClusterName("west"),
                new TokenName("t-" + number),
                digest(number),
                1,
                null,
                null,
                Set.of(),
                List.of(),
                null);
    }

    private static TokenDigest digest(long number) {
        return new TokenDigest(number, 2, 3, 4);
    }

    private static <T> T soon(CompletableFuture<T> answer) {
        return answer.orTimeout(30, TimeUnit.SECONDS).join();
    }
}
