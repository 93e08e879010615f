package dev.usher.gateway.control.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.control.store.sql.SqlStore;
import dev.usher.gateway.core.config.StoreSettings.Place;
import dev.usher.gateway.core.model.TokenDigest;
import dev.usher.gateway.core.signal.TokenTraffic;
import dev.usher.membership.time.Ticker;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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
    void aLookWritesALimitedNumber() {
        traffic2.live =
                IntStream.range(0, Carried.BATCH_MAX + 1).boxed().collect(Collectors.toMap(CarriedIT::digest, _ -> 1));
        soon(edge2.look());
        assertThat(told(edge1)).hasSize(Carried.BATCH_MAX);

        soon(edge2.look());

        assertThat(told(edge1)).isEqualTo(traffic2.live);
    }

    @Test
    void whileTheStoreIsAwayItsOwnAreTold() {
        traffic1.live = Map.of(digest(1), 2);
        store.close();

        soon(edge1.look());

        assertThat(soon(edge1.connections())).isEqualTo(traffic1.live);
    }

    @Test
    void whatAGatewaySaidThatLivesNoLongerDoesNotCount() {
        traffic2.live = Map.of(digest(1), 5);

        soon(edge2.look());

        assertThat(soon(edge1.connections())).isEmpty();
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

    private static TokenDigest digest(int number) {
        return new TokenDigest(number, 2, 3, 4);
    }

    private static <T> T soon(CompletableFuture<T> answer) {
        return answer.orTimeout(30, TimeUnit.SECONDS).join();
    }
}
