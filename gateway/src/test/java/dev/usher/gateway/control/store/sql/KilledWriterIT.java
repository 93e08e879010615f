package dev.usher.gateway.control.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.control.store.Entry;
import dev.usher.gateway.control.store.Records;
import dev.usher.gateway.core.config.StoreSettings.Place;
import dev.usher.gateway.testkit.Eventually;
import dev.usher.gateway.testkit.JavaProcess;
import dev.usher.membership.time.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that writes is killed with SIGKILL again and again: what it said it wrote is there.
class KilledWriterIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    private Path folder = Path.of("");

    @Test
    @Tag("full")
    void whatWasAcknowledgedOutlivesTwentyKills() throws Exception {
        killAndLook(20);
    }

    @Test
    @Tag("soak")
    void whatWasAcknowledgedOutlivesTwoHundredKills() throws Exception {
        killAndLook(200);
    }

    private void killAndLook(int times) throws Exception {
        var random = new Random(times);
        var file = folder.resolve("usher.db");
        var log = Files.createFile(folder.resolve("log"));
        for (int i = 0; i < times; i++) {
            int before = acknowledged(log).size();
            int wanted = before + 1 + random.nextInt(60);
            try (var writer = JavaProcess.start(log, JavaProcess.LEAN, StoreWriter.class, file.toString(), "r" + i)) {
                Eventually.holds(
                        "some are written", LIMIT, () -> acknowledged(log).size() >= wanted);
                writer.kill();
            }

            look(file, acknowledged(log));
        }
        assertThat(Files.readString(log)).doesNotContain("did not write");
    }

    private static Set<String> acknowledged(Path log) {
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> line.startsWith("wrote r") && line.contains("-"))
                    .map(line -> line.substring("wrote ".length()))
                    .collect(Collectors.toSet());
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private static void look(Path file, Set<String> acknowledged) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement();
                var result = statement.executeQuery("pragma integrity_check")) {
            assertThat(result.next()).isTrue();
            assertThat(result.getString(1)).isEqualTo("ok");
        }
        try (var store = SqlStore.open(new Place.Sqlite(file), Ticker.system())) {
            var names = StoreCase.get(store.read(Records::directors)).stream()
                    .map(row -> row.name().value())
                    .collect(Collectors.toSet());
            assertThat(names).containsAll(acknowledged);
            assertThat(store.versions().directors()).isEqualTo(names.size());
            assertThat(entries(store)).isEqualTo(names);
        }
    }

    /// What the log knows of, page by page.
    private static Set<String> entries(SqlStore store) {
        var found = new HashSet<String>();
        long below = Long.MAX_VALUE;
        while (true) {
            var query = new Entry.Query(Set.of("Director"), "", "", "", 0, Long.MAX_VALUE, below, 500);
            var page = StoreCase.get(store.read(records -> records.activity(query)));
            page.entries().forEach(written -> found.add(written.entry().object()));
            var next = page.next();
            if (next == null) {
                return found;
            }
            below = next;
        }
    }
}
