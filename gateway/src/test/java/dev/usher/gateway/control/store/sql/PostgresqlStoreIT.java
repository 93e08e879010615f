package dev.usher.gateway.control.store.sql;

import static dev.usher.gateway.control.store.sql.StoreSamples.created;
import static dev.usher.gateway.control.store.sql.StoreSamples.director;
import static dev.usher.gateway.control.store.sql.StoreSamples.withRevision;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.gateway.control.store.Changes;
import dev.usher.gateway.control.store.Records;
import dev.usher.gateway.control.store.Store;
import dev.usher.gateway.control.store.StoreUnavailable;
import dev.usher.gateway.core.config.StoreSettings.Place;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.testkit.Eventually;
import dev.usher.gateway.testkit.TestPostgresql;
import dev.usher.membership.time.Ticker;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("full")
class PostgresqlStoreIT extends AnyStoreIT {

    private static final Logger LOG = System.getLogger(PostgresqlStoreIT.class.getName());

    private static @Nullable TestPostgresql server;

    private Place.@Nullable Postgresql place;

    @BeforeAll
    static void startServer() throws IOException {
        server = TestPostgresql.start();
    }

    @AfterAll
    static void stopServer() throws IOException {
        server().close();
    }

    private static TestPostgresql server() {
        return Objects.requireNonNull(server);
    }

    private Place.Postgresql place() throws SQLException {
        if (place == null) {
            place = server().database();
        }
        return place;
    }

    @Override
    Store open() throws SQLException {
        return SqlStore.open(place(), Ticker.system());
    }

    @Test
    void anotherGatewaySeesEveryChange() throws Exception {
        try (var other = open()) {
            var heard = new AtomicInteger();
            other.onChanged((_, _) -> heard.incrementAndGet());
            var slowest = Duration.ZERO;
            for (int i = 1; i <= 20; i++) {
                var name = "d" + i;
                change(changes -> changes.put(director(name)));
                int count = i;

                var took = Eventually.holds(
                        "the other one sees it", LIMIT, () -> other.versions().directors() == count);

                slowest = slowest.compareTo(took) < 0 ? took : slowest;
            }
            assertThat(get(other.read(Records::directors))).hasSize(20);
            assertThat(heard.get()).isPositive();
            LOG.log(Level.INFO, "a change was seen by the other gateway after at most {0}", slowest);
        }
    }

    @Test
    void ofConcurrentEditsByTwoGatewaysExactlyOneWins() throws Exception {
        change(changes -> changes.put(director("a")));
        try (var other = open()) {
            for (int i = 1; i <= 10; i++) {
                long revision = i;

                var calls = Stream.of(store(), other)
                        .flatMap(store -> IntStream.range(0, 8).mapToObj(_ -> edit(store, revision)))
                        .toList();

                assertThat(calls.stream().map(StoreCase::get).filter(won -> won))
                        .hasSize(1);
            }
        }
        assertThat(rows(Records::directors).getFirst().revision()).isEqualTo(11);
        assertThat(activity(all())).hasSize(11);
    }

    private static CompletableFuture<Boolean> edit(Store store, long revision) {
        return store.change(changes -> {
            var found = changes.director(new DirectorName("a")).orElseThrow();
            if (found.revision() != revision) {
                return false;
            }
            changes.put(withRevision(found, revision + 1));
            changes.note(created("a"));
            return true;
        });
    }

    @Test
    void aChangeThatMetAnotherOneIsRunAgain() throws Exception {
        change(changes -> changes.put(director("a")));
        var runs = new AtomicInteger();

        change(changes -> {
            var found = changes.director(new DirectorName("a")).orElseThrow();
            if (runs.incrementAndGet() <= 2) {
                changeFromOutside();
            }
            changes.put(withRevision(found, found.revision() + 1));
        });

        assertThat(runs).hasValue(3);
        assertThat(rows(Records::directors).getFirst().revision()).isEqualTo(22);
        assertThat(activity(all())).hasSize(2);
    }

    private void changeFromOutside() {
        try (var connection = server().connect(place());
                var statement = connection.createStatement()) {
            statement.execute("update director set revision = revision + 10");
        } catch (SQLException problem) {
            throw new IllegalStateException(problem);
        }
    }

    @Test
    void whoMeetsOthersForeverIsToldThatTheStoreIsBusy() throws Exception {
        change(changes -> changes.put(director("a")));

        assertThatThrownBy(() -> change(changes -> {
                    var found = changes.director(new DirectorName("a")).orElseThrow();
                    changeFromOutside();
                    changes.put(found);
                }))
                .isInstanceOfSatisfying(
                        StoreUnavailable.class,
                        busy -> assertThat(busy.reason()).isEqualTo(StoreUnavailable.Reason.STORE_BUSY));
    }

    @Test
    void nobodyChangesTheActivityLog() throws Exception {
        change(changes -> changes.put(director("a")));

        try (var connection = server().connect(place());
                var statement = connection.createStatement()) {
            for (var text : new String[] {
                "update activity set description = 'other'", "delete from activity", "truncate activity"
            }) {
                assertThatThrownBy(() -> statement.execute(text)).hasMessageContaining("activity is only added to");
            }
        }
    }

    @Test
    void aServerThatIsKilledIsMissedAndFoundAgain() throws Exception {
        change(changes -> changes.put(director("a")));
        var written = new AtomicInteger();
        var refused = new AtomicInteger();

        server().kill();
        try {
            Eventually.holds("callers are refused", LIMIT, () -> {
                tryToWrite(written, refused);
                return refused.get() >= 20;
            });
            Eventually.holds("it is missed", LIMIT, () -> !store().condition().reachable());
            assertThat(store().condition().problem()).doesNotContain("pa55");
            assertThat(store().versions().directors()).isPositive();
        } finally {
            server().run();
        }

        Eventually.holds("it is found again", LIMIT, () -> store().condition().reachable());
        change(changes -> changes.put(director("last")));
        assertThat(rows(Records::directors)).hasSizeGreaterThanOrEqualTo(2 + written.get());
    }

    private void tryToWrite(AtomicInteger written, AtomicInteger refused) {
        var name = "d" + written.get() + "-" + refused.get();
        try {
            change(changes -> changes.put(director(name)));
            written.incrementAndGet();
        } catch (StoreUnavailable gone) {
            assertThat(gone.reason()).isEqualTo(StoreUnavailable.Reason.STORE_UNREACHABLE);
            assertThat(gone).hasMessageNotContaining("pa55");
            refused.incrementAndGet();
        } catch (Exception problem) {
            throw new IllegalStateException(problem);
        }
    }

    @Test
    void aServerThatComesLaterIsFound() throws Exception {
        store().close();
        server().kill();
        try (var early = open()) {
            assertThat(early.condition().reachable()).isFalse();
            assertThatThrownBy(() -> get(early.read(Records::directors))).isInstanceOf(StoreUnavailable.class);

            server().run();

            Eventually.holds("it is found", LIMIT, () -> early.condition().reachable());
            assertThat(get(early.read(Records::directors))).isEmpty();
        }
    }

    @Test
    void calledWhileTheServerDiesEveryCallEnds() throws Exception {
        var calls = Stream.concat(
                        IntStream.range(0, 100).mapToObj(i -> store().change(changes -> write(changes, "w" + i))),
                        IntStream.range(0, 100)
                                .mapToObj(_ -> store().read(
                                                records -> records.directors().size())))
                .toList();
        server().kill();
        try {
            var ended = calls.stream()
                    .map(call -> call.handle((_, problem) -> problem))
                    .toList();
            for (var end : ended) {
                var problem = end.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
                if (problem != null) {
                    assertThat(problem).isInstanceOf(StoreUnavailable.class);
                }
            }
        } finally {
            server().run();
        }
        var acknowledged = calls.subList(0, 100).stream()
                .filter(call -> !call.isCompletedExceptionally())
                .count();
        Eventually.holds("it is found again", LIMIT, this::reads);
        assertThat(rows(Records::directors)).hasSizeGreaterThanOrEqualTo((int) acknowledged);
        assertThat(activity(all())).hasSameSizeAs(rows(Records::directors));
    }

    /// Whether every reader has a connection that works: one that it used a moment ago may be dead.
    private boolean reads() {
        return IntStream.range(0, 20)
                .mapToObj(_ -> store().read(records -> records.directors().size()))
                .toList()
                .stream()
                .allMatch(read -> read.handle((_, problem) -> problem == null).join());
    }

    private static int write(Changes changes, String name) {
        changes.put(director(name));
        changes.note(created(name));
        return 0;
    }
}
