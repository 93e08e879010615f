package dev.usher.gateway.control.store.sql;

import dev.usher.gateway.control.store.Changes;
import dev.usher.gateway.control.store.Notes;
import dev.usher.gateway.control.store.Records;
import dev.usher.gateway.control.store.Store;
import dev.usher.gateway.control.store.StoreUnavailable;
import dev.usher.gateway.control.store.StoreUnavailable.Reason;
import dev.usher.gateway.control.store.Versions;
import dev.usher.gateway.control.store.sql.Database.Use;
import dev.usher.gateway.core.config.StoreSettings.Place;
import dev.usher.membership.time.Backoff;
import dev.usher.membership.time.Ticker;
import dev.usher.membership.time.Timers;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.Function;

/// The store in a SQL database.
///
/// Readers and writers have threads of their own, each with its connection and a bounded queue. A poll looks for what
/// other gateways changed; while it cannot, calls are refused at once instead of waiting for a database that is not
/// there, and the poll goes on looking. *Thread-safe.*
public final class SqlStore implements Store {

    private static final Logger LOG = System.getLogger(SqlStore.class.getName());

    private static final int WAITING_MAX = 128;
    private static final int ATTEMPTS_MAX = 8;
    private static final Duration POLL = Duration.ofMillis(300);
    private static final Duration POLL_MAX = Duration.ofSeconds(2);
    private static final int CLOSE_SECONDS = 30;

    private final Database database;
    private final Ticker ticker;
    private final Sql.Observer observer;
    private final Lane readers;
    private final Lane writers;
    private final Link poll;
    private final Sight sight;
    private final ScheduledExecutorService poller = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("store-poll").factory());
    private final ScheduledExecutorService teller = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("store-changes").factory());
    private final Timers timers = Timers.on(poller);
    private final Backoff backoff =
            new Backoff(POLL, POLL_MAX, () -> ThreadLocalRandom.current().nextDouble());
    private volatile Condition condition;
    private final AtomicBoolean asked = new AtomicBoolean();
    private volatile boolean closed;

    SqlStore(Database database, Ticker ticker, Sql.Observer observer) {
        this.database = database;
        this.ticker = ticker;
        this.observer = observer;
        this.readers = lane("read", Use.READING);
        this.writers = lane("write", Use.WRITING);
        this.poll = new Link(database, Use.READING, ticker);
        this.sight = new Sight(teller);
        this.condition = new Condition(false, ticker.nanos(), "not looked at yet");
    }

    /// Opens the database at `place`; a SQLite file is made where there is none. Does not fail: [#condition] says how
    /// it
    /// went, and what cannot be opened now is tried again.
    public static SqlStore open(Place place, Ticker ticker) {
        return switch (place) {
            case Place.Sqlite(var file) -> open(new SqliteDatabase(file), ticker);
            case Place.Postgresql server -> open(new PostgresqlDatabase(server), ticker);
        };
    }

    static SqlStore open(Database database, Ticker ticker) {
        return open(database, ticker, (_, _) -> {});
    }

    static SqlStore open(Database database, Ticker ticker, Sql.Observer observer) {
        var store = new SqlStore(database, ticker, observer);
        CompletableFuture.runAsync(store::poll, store.poller).join();
        return store;
    }

    private Lane lane(String name, Use use) {
        return new Lane(name, database.connections(use), WAITING_MAX, _ -> new Link(database, use, ticker));
    }

    @Override
    public <T> CompletableFuture<T> read(Function<Records, T> look) {
        return readers.call(link -> translated(() ->
                link.transaction(connection -> told(connection, (sql, _) -> look.apply(new SqlRecords(sql))).value)));
    }

    @Override
    public <T> CompletableFuture<T> change(Function<Changes, T> work) {
        return write((sql, touched) -> {
            var changes = new SqlChanges(sql, touched, ticker);
            var result = work.apply(changes);
            sql.whole();
            changes.complete();
            return result;
        });
    }

    @Override
    public <T> CompletableFuture<T> keep(Function<Notes, T> work) {
        return write((sql, touched) -> work.apply(new SqlNotes(sql, touched)));
    }

    private <T> CompletableFuture<T> write(BiFunction<Sql, Touched, T> work) {
        return writers.call(link -> translated(() -> {
            var outcome = link.transaction(connection -> told(connection, work));
            if (outcome.changed) {
                sight.changed(outcome.versions);
            }
            return outcome.value;
        }));
    }

    private record Outcome<T>(T value, boolean changed, Versions versions) {}

    private <T> Outcome<T> told(Connection connection, BiFunction<Sql, Touched, T> work) throws SQLException {
        var sql = new Sql(connection, database, observer);
        var touched = new Touched(sql);
        try {
            var value = work.apply(sql, touched);
            sql.whole();
            if (!touched.any()) {
                return new Outcome<>(value, false, Versions.NONE);
            }
            touched.count();
            return new Outcome<>(value, true, new SqlRecords(sql).versions());
        } catch (RuntimeException thrown) {
            sql.whole();
            throw thrown;
        }
    }

    // ---- Failures.

    private interface Attempt<T> {
        T run() throws SQLException, IOException;
    }

    private <T> T translated(Attempt<T> attempt) {
        var before = condition;
        if (!before.reachable()) {
            throw new StoreUnavailable(Reason.STORE_UNREACHABLE, before.problem());
        }
        for (int tries = 1; ; tries++) {
            try {
                return attempt.run();
            } catch (Sql.Trouble trouble) {
                rest(trouble.problem(), tries);
            } catch (SQLException problem) {
                rest(problem, tries);
            } catch (IOException problem) {
                throw unavailable(Reason.STORE_UNREACHABLE, problem);
            }
        }
    }

    /// Returns when it may be tried again.
    private void rest(SQLException problem, int tries) {
        switch (database.judge(problem)) {
            case AGAIN -> {
                if (tries >= ATTEMPTS_MAX) {
                    throw unavailable(Reason.STORE_BUSY, problem);
                }
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(TimeUnit.MILLISECONDS.toNanos(5L << tries)));
            }
            case BUSY -> throw unavailable(Reason.STORE_BUSY, problem);
            case FULL -> throw unavailable(Reason.STORE_FULL, problem);
            case UNREACHABLE -> {
                askToLook();
                throw unavailable(Reason.STORE_UNREACHABLE, problem);
            }
            case CONFLICT, BUG -> throw new IllegalStateException(Words.of(problem), problem);
        }
    }

    private StoreUnavailable unavailable(Reason reason, Exception problem) {
        return new StoreUnavailable(reason, database.name() + ": " + Words.of(problem), problem);
    }

    // ---- The poll.

    private void poll() {
        if (!closed) {
            timers.after(look() ? POLL : backoff.next(), this::poll);
        }
    }

    /// Looks before its time, as a call found the database gone; several calls make one look.
    private void askToLook() {
        if (!asked.getAndSet(true)) {
            try {
                poller.execute(() -> {
                    asked.set(false);
                    look();
                });
            } catch (RejectedExecutionException _) {
                // The store is being closed: nobody wants to know any more.
            }
        }
    }

    /// Whether the database answered.
    private boolean look() {
        long changes = sight.changes();
        try {
            var versions = poll.transaction(
                    connection -> new SqlRecords(new Sql(connection, database, (_, _) -> {})).versions());
            backoff.reset();
            found(new Condition(true, ticker.nanos(), ""));
            sight.looked(versions, changes);
            return true;
        } catch (Sql.Trouble trouble) {
            return lost(trouble.problem());
        } catch (SQLException | IOException problem) {
            return lost(problem);
        }
    }

    private boolean lost(Exception problem) {
        poll.drop();
        found(new Condition(false, condition.sinceNanos(), database.name() + ": " + Words.of(problem)));
        return false;
    }

    private void found(Condition now) {
        var before = condition;
        condition = now;
        if (before.reachable() && !now.reachable()) {
            LOG.log(Level.WARNING, "store: {0}; what is served stays", now.problem());
        } else if (!before.reachable() && now.reachable()) {
            LOG.log(Level.INFO, "store: {0} answers", database.name());
        }
    }

    @Override
    public Versions versions() {
        return sight.seen();
    }

    @Override
    public void onChanged(Listener listener) {
        sight.add(listener);
    }

    @Override
    public Condition condition() {
        return closed ? new Condition(false, condition.sinceNanos(), "closed") : condition;
    }

    @Override
    public void close() {
        closed = true;
        writers.close();
        readers.close();
        poller.shutdownNow();
        teller.shutdown();
        try {
            if (poller.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                poll.drop();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        database.close();
    }
}
