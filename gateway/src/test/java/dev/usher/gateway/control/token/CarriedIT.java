package dev.usher.gateway.control.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.control.store.Changes;
import dev.usher.gateway.control.store.Notes;
import dev.usher.gateway.control.store.Records;
import dev.usher.gateway.control.store.Store;
import dev.usher.gateway.control.store.StoreUnavailable;
import dev.usher.gateway.control.store.Versions;
import dev.usher.gateway.control.store.sql.SqlStore;
import dev.usher.gateway.core.config.StoreSettings.Place;
import dev.usher.gateway.core.model.TokenDigest;
import dev.usher.gateway.core.signal.TokenTraffic;
import dev.usher.gateway.testkit.Faults;
import dev.usher.membership.time.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CarriedIT {

    private final SqlStore store;
    private final Traffic traffic1 = new Traffic();
    private final Traffic traffic2 = new Traffic();
    private final Carried edge1;
    private final Carried edge2;

    CarriedIT(@TempDir Path folder) {
        store = SqlStore.open(new Place.Sqlite(folder.resolve("usher.db")), Ticker.system());
        edge1 = new Carried(store, "edge-1", true, traffic1);
        edge2 = new Carried(store, "edge-2", true, traffic2);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void connectionsAreSummedOverTheGateways() {
        traffic1.live = Map.of(digest(1), 2, digest(2), 1);
        traffic2.live = Map.of(digest(1), 5, digest(3), 4);
        assertThat(told(edge1)).isEqualTo(traffic1.live);

        soon(edge1.look());
        soon(edge2.look());

        var sum = Map.of(digest(1), 7, digest(2), 1, digest(3), 4);
        assertThat(told(edge1)).isEqualTo(sum);
        assertThat(told(edge2)).isEqualTo(sum);
    }

    @Test
    void whatChangedIsNoted() {
        traffic2.live = Map.of(digest(1), 5, digest(3), 4);
        soon(edge2.look());

        traffic2.live = Map.of(digest(1), 6);
        soon(edge2.look());

        assertThat(told(edge1)).isEqualTo(Map.of(digest(1), 6));
    }

    @Test
    void aGatewayThatStartsCarriesNothingOfWhatItCarriedBefore() {
        traffic2.live = Map.of(digest(1), 5);
        soon(edge2.look());

        var again = new Traffic();
        soon(new Carried(store, "edge-2", true, again).look());

        assertThat(told(edge1)).isEmpty();
    }

    @Test
    void theTokensWithTheMostConnectionsAreTold() {
        traffic2.live = IntStream.rangeClosed(0, Carried.TOLD_MAX)
                .boxed()
                .collect(Collectors.toMap(CarriedIT::digest, number -> number == 77 ? 1 : 2));

        soon(edge2.look());

        assertThat(told(edge1)).hasSize(Carried.TOLD_MAX).doesNotContainKey(digest(77));
    }

    @Test
    void whatIsNotCertainToBeNotedIsNotedAgain() {
        var uncertain = new Carried(new FailsAfterwards(store), "edge-2", true, traffic2);
        traffic2.live = Map.of(digest(1), 5);
        soon(uncertain.look());
        assertThat(told(edge1)).isEqualTo(traffic2.live);

        traffic2.live = Map.of();
        soon(uncertain.look());
        assertThat(told(edge1)).isEmpty();
    }

    @Test
    void whileTheStoreIsAwayNobodyKnows() {
        traffic1.live = Map.of(digest(1), 2);
        store.close();

        soon(edge1.look());

        assertThat(edge1.connections()).failsWithin(Duration.ofSeconds(30));
    }

    @Test
    void whatAGatewaySaidThatLivesNoLongerDoesNotCount() {
        traffic2.live = Map.of(digest(1), 5);

        soon(edge2.look());

        assertThat(soon(edge1.connections())).isEqualTo(traffic2.live);
        Faults.until(
                "it was silent for too long", () -> soon(edge1.connections()).isEmpty());
    }

    /// What `edge` tells while both live.
    private Map<TokenDigest, Integer> told(Carried edge) {
        soon(store.keep(notes -> {
            notes.alive("edge-1");
            notes.alive("edge-2");
            return 0;
        }));
        return soon(edge.connections());
    }

    private static final class Traffic implements TokenTraffic {

        private Map<TokenDigest, Integer> live = Map.of();

        @Override
        public CompletableFuture<Map<TokenDigest, Integer>> live() {
            return CompletableFuture.completedFuture(live);
        }

        @Override
        public CompletableFuture<Map<TokenDigest, Integer>> ended(Set<TokenDigest> tokens) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<Set<TokenDigest>> used() {
            throw new UnsupportedOperationException();
        }
    }

    /// Does what it is asked for, and says that it could not.
    private record FailsAfterwards(Store store) implements Store {

        @Override
        public <T> CompletableFuture<T> keep(Function<Notes, T> work) {
            return store.keep(work).thenApply(_ -> {
                throw new StoreUnavailable(StoreUnavailable.Reason.STORE_UNREACHABLE, "gone since");
            });
        }

        @Override
        public <T> CompletableFuture<T> read(Function<Records, T> look) {
            return store.read(look);
        }

        @Override
        public <T> CompletableFuture<T> change(Function<Changes, T> work) {
            return store.change(work);
        }

        @Override
        public Versions versions() {
            return store.versions();
        }

        @Override
        public void onChanged(Listener listener) {
            store.onChanged(listener);
        }

        @Override
        public Condition condition() {
            return store.condition();
        }

        @Override
        public void close() {
            store.close();
        }
    }

    private static TokenDigest digest(int number) {
        return new TokenDigest(number, 2, 3, 4);
    }

    private static <T> T soon(CompletableFuture<T> answer) {
        return answer.orTimeout(30, TimeUnit.SECONDS).join();
    }
}
