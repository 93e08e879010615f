package dev.usher.gateway.control.store.sql;

import static dev.usher.gateway.control.store.sql.StoreSamples.created;
import static dev.usher.gateway.control.store.sql.StoreSamples.director;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.control.store.Records;
import dev.usher.gateway.control.store.StoreUnavailable;
import dev.usher.gateway.core.config.StoreSettings.Place;
import dev.usher.membership.time.Ticker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk that takes no more: a small file system of its own, which takes root.
@Tag("full")
class FullDiskIT {

    private static final int WRITES_MAX = 20_000;

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void mount() throws Exception {
        perform("mount", "-t", "tmpfs", "-o", "size=4m,mode=700", "tmpfs", folder.toString());
    }

    /// Lazily: the driver may have loaded its library from there.
    @AfterEach
    void unmount() throws Exception {
        perform("umount", "--lazy", folder.toString());
    }

    @Test
    void aFullDiskIsToldLeavesNothingHalfAndIsForgotten() throws Exception {
        var ballast = Files.write(folder.resolve("ballast"), new byte[512 * 1024]);
        try (var store = SqlStore.open(new Place.Sqlite(folder.resolve("usher.db")), Ticker.system())) {
            var written = new ArrayList<String>();

            var problem = fill(store, written);

            assertThat(problem.reason()).isEqualTo(StoreUnavailable.Reason.STORE_FULL);
            assertThat(problem).hasMessageContaining("sqlite:").hasMessageContaining("full");
            assertThat(names(store)).containsExactlyInAnyOrderElementsOf(written);
            Files.delete(ballast);
            write(store, "afterwards");
            written.add("afterwards");
            assertThat(names(store)).containsExactlyInAnyOrderElementsOf(written);
            assertThat(store.versions().directors()).isEqualTo(written.size());
        }
    }

    private static StoreUnavailable fill(SqlStore store, List<String> written) {
        for (int i = 0; i < WRITES_MAX; i++) {
            try {
                write(store, "d" + i);
                written.add("d" + i);
            } catch (StoreUnavailable full) {
                return full;
            }
        }
        throw new AssertionError("the disk took " + WRITES_MAX + " Directors");
    }

    private static void write(SqlStore store, String name) {
        StoreCase.get(store.change(changes -> {
            changes.put(director(name));
            changes.note(created(name));
            return 0;
        }));
    }

    private static List<String> names(SqlStore store) {
        return StoreCase.get(store.read(Records::directors)).stream()
                .map(row -> row.name().value())
                .toList();
    }

    private static void perform(String... command) throws Exception {
        var process = new ProcessBuilder(List.of(command)).inheritIO().start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(String.join(" ", command)).isZero();
    }
}
