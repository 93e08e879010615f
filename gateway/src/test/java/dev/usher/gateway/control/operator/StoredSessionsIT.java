package dev.usher.gateway.control.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.gateway.control.store.Changes;
import dev.usher.gateway.control.store.Notes;
import dev.usher.gateway.control.store.Records;
import dev.usher.gateway.control.store.SessionRow;
import dev.usher.gateway.control.store.Store;
import dev.usher.gateway.control.store.StoreUnavailable;
import dev.usher.gateway.control.store.Versions;
import dev.usher.gateway.control.store.sql.SqlStore;
import dev.usher.gateway.core.config.StoreSettings.Place;
import dev.usher.membership.time.FakeTicker;
import dev.usher.membership.time.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredSessionsIT {

    private static final SessionLimits LIMITS = new SessionLimits(Duration.ofMinutes(30), Duration.ofHours(12));

    private final FakeTicker time = new FakeTicker();
    private final Leaving store = new Leaving();
    private final StoredSessions here = new StoredSessions(store, LIMITS, time);
    private final StoredSessions there = new StoredSessions(store, LIMITS, time);

    @BeforeEach
    void open(@TempDir Path folder) {
        store.opened.set(SqlStore.open(new Place.Sqlite(folder.resolve("usher.db")), Ticker.system()));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aSessionIsKnownAtEveryGateway() {
        here.open(session("one")).join();

        assertThat(get(here.use("one"))).contains(session("one"));
        assertThat(get(there.use("one"))).contains(session("one"));
        assertThat(get(there.use("two"))).isEmpty();
    }

    @Test
    void aSessionIsLookedUpOnceInTwoSeconds() {
        here.open(session("one")).join();
        for (int i = 0; i < 19; i++) {
            assertThat(get(there.use("one"))).isPresent();
            time.advance(Duration.ofMillis(100));
        }
        assertThat(store.reads).hasValue(1);

        time.advance(Duration.ofMillis(100));
        assertThat(get(there.use("one"))).isPresent();
        assertThat(store.reads).hasValue(2);
    }

    @Test
    void whoLogsOutIsOutHereAtOnceAndElsewhereWithinTwoSeconds() {
        here.open(session("one")).join();
        assertThat(get(there.use("one"))).isPresent();

        here.end("one").join();

        assertThat(get(here.use("one"))).isEmpty();
        time.advance(Duration.ofSeconds(2));
        assertThat(get(there.use("one"))).isEmpty();
    }

    @Test
    void thatASessionIsUsedIsWrittenOnceAMinute() {
        here.open(session("one")).join();
        int before = store.keeps.get();
        for (int i = 0; i < 59; i++) {
            time.advance(Duration.ofSeconds(1));
            assertThat(get(here.use("one"))).isPresent();
        }
        assertThat(store.keeps).hasValue(before);

        time.advance(Duration.ofSeconds(1));
        long now = time.epochMillis();
        assertThat(get(here.use("one")).orElseThrow().usedEpochMillis()).isEqualTo(now);
        awaitWrites();
        assertThat(stored("one").orElseThrow().usedEpochMillis()).isEqualTo(now);
        assertThat(store.keeps).hasValue(before + 1);
    }

    @Test
    void aKnownSessionGoesOnWhileTheStoreIsGone() {
        here.open(session("one")).join();
        store.gone.set(true);

        for (int i = 0; i < 10; i++) {
            time.advance(Duration.ofMinutes(10));
            assertThat(get(here.use("one"))).isPresent();
        }
        assertThatThrownBy(() -> get(here.use("two"))).hasRootCauseInstanceOf(StoreUnavailable.class);
        assertThatThrownBy(() -> get(here.open(session("two")))).hasRootCauseInstanceOf(StoreUnavailable.class);

        store.gone.set(false);
        time.advance(Duration.ofMinutes(10));
        assertThat(get(here.use("one"))).isPresent();
        awaitWrites();
        assertThat(get(there.use("one"))).isPresent();
    }

    @Test
    void aSessionEndsByTimeWhileTheStoreIsGone() {
        here.open(session("one")).join();
        store.gone.set(true);

        time.advance(Duration.ofMinutes(30));

        assertThatThrownBy(() -> get(here.use("two"))).hasRootCauseInstanceOf(StoreUnavailable.class);
        assertThat(get(here.use("one"))).isEmpty();
    }

    @Test
    void whoLogsOutWhileTheStoreIsGoneIsOutHere() {
        here.open(session("one")).join();
        store.gone.set(true);

        assertThatThrownBy(() -> get(here.end("one"))).hasRootCauseInstanceOf(StoreUnavailable.class);

        assertThat(get(here.use("one"))).isEmpty();
        store.gone.set(false);
        time.advance(Duration.ofSeconds(5));
        assertThat(get(here.use("one"))).isEmpty();
    }

    @Test
    void aLoginRemovesTheSessionsThatAreOver() {
        here.open(session("one")).join();
        time.advance(Duration.ofMinutes(31));

        here.open(session("two")).join();

        assertThat(stored("one")).isEmpty();
    }

    private SessionRow session(String digest) {
        return new SessionRow(digest, "ada@example.com", "csrf", time.epochMillis(), time.epochMillis());
    }

    /// What is kept is kept one after the other.
    private void awaitWrites() {
        boolean kept = get(store.store().keep(_ -> true));

        assertThat(kept).isTrue();
    }

    private Optional<SessionRow> stored(String digest) {
        return get(store.store().read(records -> records.session(digest)));
    }

    private static <T> T get(CompletableFuture<T> call) {
        return call.orTimeout(60, TimeUnit.SECONDS).join();
    }

    /// A store that can be told to be gone, and counts.
    private static final class Leaving implements Store {

        private final AtomicReference<Store> opened = new AtomicReference<>();
        private final AtomicBoolean gone = new AtomicBoolean();
        private final AtomicInteger reads = new AtomicInteger();
        private final AtomicInteger keeps = new AtomicInteger();

        private Store store() {
            return Objects.requireNonNull(opened.get());
        }

        @Override
        public <T> CompletableFuture<T> read(Function<Records, T> look) {
            reads.incrementAndGet();
            return gone.get() ? unavailable() : store().read(look);
        }

        @Override
        public <T> CompletableFuture<T> change(Function<Changes, T> work) {
            return gone.get() ? unavailable() : store().change(work);
        }

        @Override
        public <T> CompletableFuture<T> keep(Function<Notes, T> work) {
            keeps.incrementAndGet();
            return gone.get() ? unavailable() : store().keep(work);
        }

        private static <T> CompletableFuture<T> unavailable() {
            return CompletableFuture.failedFuture(
                    new StoreUnavailable(StoreUnavailable.Reason.STORE_UNREACHABLE, "gone"));
        }

        @Override
        public Versions versions() {
            return store().versions();
        }

        @Override
        public void onChanged(Listener listener) {
            store().onChanged(listener);
        }

        @Override
        public Condition condition() {
            return store().condition();
        }

        @Override
        public void close() {
            store().close();
        }
    }
}
