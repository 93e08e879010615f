package dev.usher.gateway.control.store.sql;

import static dev.usher.gateway.control.store.sql.StoreSamples.director;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.gateway.control.store.Records;
import dev.usher.gateway.control.store.Store;
import dev.usher.gateway.control.store.StoreUnavailable;
import dev.usher.gateway.core.config.StoreSettings.Place;
import dev.usher.gateway.testkit.Eventually;
import dev.usher.membership.time.Ticker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreIT extends AnyStoreIT {

    @TempDir
    private Path folder = Path.of("");

    @Override
    Store open() {
        return SqlStore.open(new Place.Sqlite(file()), Ticker.system());
    }

    private Path file() {
        return folder.resolve("data").resolve("usher.db");
    }

    @Test
    void whatWasWrittenIsThereAfterAStart() throws Exception {
        change(changes -> changes.put(director("a")));
        store().close();

        try (var again = open()) {
            assertThat(get(again.read(Records::directors))).containsExactly(director("a"));
            assertThat(again.versions().directors()).isEqualTo(1);
        }
    }

    @Test
    void onlyItsOwnerReadsTheFile() throws Exception {
        change(changes -> changes.put(director("a")));

        for (var name : List.of("usher.db", "usher.db-wal", "usher.db-shm")) {
            var permissions = Files.getPosixFilePermissions(file().resolveSibling(name));
            assertThat(PosixFilePermissions.toString(permissions)).as(name).isEqualTo("rw-------");
        }
    }

    @Test
    void aSecondStoreOnOneFileIsRefusedUntilTheFirstOneEnds() {
        try (var second = open()) {
            assertThat(second.condition().problem())
                    .contains("process " + ProcessHandle.current().pid() + " has it open (expected: one gateway");
            assertThatThrownBy(() -> get(second.read(Records::directors))).isInstanceOf(StoreUnavailable.class);

            store().close();

            Eventually.holds(
                    "the second one opens it", LIMIT, () -> second.condition().reachable());
        }
    }

    @Test
    void aFileThatWasTakenAwayIsMissedUntilItIsBack() throws Exception {
        change(changes -> changes.put(director("a")));
        var away = file().resolveSibling("away");

        Files.move(file(), away);
        Eventually.holds("it is missed", LIMIT, () -> !store().condition().reachable());
        assertThatThrownBy(() -> rows(Records::directors)).isInstanceOf(StoreUnavailable.class);
        Files.move(away, file());
        Eventually.holds("it is found", LIMIT, () -> store().condition().reachable());

        assertThat(rows(Records::directors)).hasSize(1);
    }

    @Test
    void aFileThatIsNoDatabaseIsLeftAlone() throws Exception {
        var text = "This is a letter, not a database. ".repeat(100);
        var letter = Files.writeString(folder.resolve("letter.db"), text);

        try (var store = SqlStore.open(new Place.Sqlite(letter), Ticker.system())) {
            assertThat(store.condition().reachable()).isFalse();
            assertThat(store.condition().problem()).contains("not a database");
        }
        assertThat(Files.readString(letter)).isEqualTo(text);
    }

    @Test
    void tablesOfANewerUsherAreLeftAlone() throws Exception {
        store().close();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                var statement = connection.createStatement()) {
            statement.execute("insert into schema_history values (9, '99', 'later', 'SQL', 'V99', 1, 'x', 0, 0, 1)");
        }

        try (var store = open()) {
            assertThat(store.condition().problem()).contains("version 99 (expected: at most " + Schema.VERSION);
        }
    }

    @Test
    void nobodyChangesTheActivityLog() throws Exception {
        change(changes -> changes.put(director("a")));
        store().close();

        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                var statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("update activity set description = 'other'"))
                    .hasMessageContaining("activity is only added to");
            assertThatThrownBy(() -> statement.execute("delete from activity"))
                    .hasMessageContaining("activity is only added to");
        }
    }
}
