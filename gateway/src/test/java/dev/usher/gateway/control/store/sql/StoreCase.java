package dev.usher.gateway.control.store.sql;

import static dev.usher.gateway.control.store.sql.StoreSamples.TYPES;
import static dev.usher.gateway.control.store.sql.StoreSamples.created;
import static dev.usher.gateway.control.store.sql.StoreSamples.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.control.store.Changes;
import dev.usher.gateway.control.store.Entry;
import dev.usher.gateway.control.store.Notes;
import dev.usher.gateway.control.store.Records;
import dev.usher.gateway.control.store.Store;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A store that is open while a test runs, and calls that are waited for.
abstract class StoreCase {

    static final Duration LIMIT = Duration.ofMinutes(1);

    private @Nullable Store opened;

    @BeforeEach
    void openStore() throws Exception {
        opened = open();
    }

    @AfterEach
    void closeStore() {
        store().close();
    }

    /// A store of the test's database, which has no rows at first; another one for each call.
    abstract Store open() throws Exception;

    final Store store() {
        return Objects.requireNonNull(opened);
    }

    final void change(Consumer<Changes> work) throws Exception {
        change(created("something"), work);
    }

    final void change(Entry entry, Consumer<Changes> work) throws Exception {
        get(store().change(changes -> {
            work.accept(changes);
            changes.note(entry);
            return 0;
        }));
    }

    final void keep(Consumer<Notes> work) throws Exception {
        get(store().keep(notes -> {
            work.accept(notes);
            return 0;
        }));
    }

    final <T> List<T> rows(Function<Records, List<T>> look) throws Exception {
        return get(store().read(look));
    }

    final <T> Optional<T> row(Function<Records, Optional<T>> look) throws Exception {
        return get(store().read(look));
    }

    final <T> T read(Function<Records, T> look) throws Exception {
        return get(store().read(look));
    }

    final List<Entry.Written> activity(Entry.Query query) throws Exception {
        return page(query).entries();
    }

    final Entry.Page page(Entry.Query query) throws Exception {
        return read(records -> records.activity(query));
    }

    static <T> T get(CompletableFuture<T> call) {
        try {
            return call.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException problem) {
            if (problem.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new CompletionException(problem);
        } catch (Exception problem) {
            throw new CompletionException(problem);
        }
    }

    static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException problem) {
            throw new IllegalStateException(problem);
        }
    }

    static Entry.Query all() {
        return query(TYPES, "", "", "", Long.MAX_VALUE, 500);
    }

    static Entry.Query query(Set<String> types, String object, String action, String text, long below, int limit) {
        return new Entry.Query(types, object, action, text, 0, Long.MAX_VALUE, below, limit);
    }
}
