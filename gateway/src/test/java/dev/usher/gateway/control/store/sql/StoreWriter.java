package dev.usher.gateway.control.store.sql;

import static dev.usher.gateway.control.store.sql.StoreSamples.created;
import static dev.usher.gateway.control.store.sql.StoreSamples.director;

import dev.usher.gateway.core.config.StoreSettings.Place;
import dev.usher.membership.time.Ticker;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/// A process that writes Directors until it is killed, and says which were acknowledged.
public final class StoreWriter {

    private static final int AT_ONCE = 4;

    private StoreWriter() {}

    /// @param arguments the file, and what names begin with
    public static void main(String[] arguments) {
        var store = SqlStore.open(new Place.Sqlite(Path.of(arguments[0])), Ticker.system());
        for (int i = 0; ; i += AT_ONCE) {
            int first = i;
            CompletableFuture.allOf(IntStream.range(0, AT_ONCE)
                            .mapToObj(k -> write(store, arguments[1] + "-" + (first + k)))
                            .toArray(CompletableFuture[]::new))
                    .join();
        }
    }

    private static CompletableFuture<Integer> write(SqlStore store, String name) {
        return store.change(changes -> {
                    changes.put(director(name));
                    changes.note(created(name));
                    return 0;
                })
                .whenComplete((_, problem) -> {
                    System.out.println(problem == null ? "wrote " + name : "did not write: " + problem);
                    System.out.flush();
                });
    }
}
