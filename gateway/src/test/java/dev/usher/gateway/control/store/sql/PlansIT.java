package dev.usher.gateway.control.store.sql;

import static dev.usher.gateway.control.store.sql.StoreSamples.TYPES;
import static dev.usher.gateway.control.store.sql.StoreSamples.cluster;
import static dev.usher.gateway.control.store.sql.StoreSamples.created;
import static dev.usher.gateway.control.store.sql.StoreSamples.director;
import static dev.usher.gateway.control.store.sql.StoreSamples.token;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.control.store.Changes;
import dev.usher.gateway.control.store.DeviceRow;
import dev.usher.gateway.control.store.DrainRow;
import dev.usher.gateway.control.store.Entry;
import dev.usher.gateway.control.store.Estate;
import dev.usher.gateway.control.store.Notes;
import dev.usher.gateway.control.store.OverrideRow;
import dev.usher.gateway.control.store.Records;
import dev.usher.gateway.control.store.Sealed;
import dev.usher.gateway.control.store.SessionRow;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.model.TokenDigest;
import dev.usher.gateway.testkit.TestPostgresql;
import dev.usher.membership.time.Ticker;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// In an estate of 1,000 Directors, 60 clusters and 1,000,000 entries of the log every statement finds its rows by an
/// index. Those that answer with a whole table read it; nothing else does.
@Tag("full")
class PlansIT {

    private static final Set<String> WHOLE_TABLES = Set.of(
            "select kind, value from counter",
            "select * from director",
            "select * from cluster",
            "select * from device",
            "select * from member order by cluster, position",
            "select * from cluster_override",
            "select * from drain",
            "select * from token where revoked is null",
            "select * from token where revoked is not null and cluster not in (select name from cluster)");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void everyStatementOnSqliteHasItsIndex() throws Exception {
        var file = folder.resolve("usher.db");
        var statements = used(new SqliteDatabase(file));
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            fill(connection);

            var scans = new ArrayList<String>();
            for (var statement : statements.entrySet()) {
                for (var step : plan(connection, "explain query plan ", "detail", statement)) {
                    if (step.startsWith("SCAN")
                            && !step.equals("SCAN paths")
                            && !step.matches("SCAN path|SCAN \\(.*")) {
                        scans.add(statement.getKey() + ": " + step);
                    }
                }
            }

            assertThat(scans).isEmpty();
            assertThat(pathsTaken(connection, statements)).isEmpty();
        }
    }

    /// Pages of the log that take another index than the one made for what is asked.
    private static List<String> pathsTaken(Connection connection, Map<String, @Nullable Object[]> statements)
            throws SQLException {
        var wrong = new ArrayList<String>();
        for (var statement : statements.entrySet()) {
            var text = statement.getKey();
            if (text.startsWith("select * from (") && !text.contains("union all")) {
                var index = text.contains("where object = ?")
                        ? "activity_object"
                        : text.contains("where action = ?") ? "activity_action" : "activity_type";
                var steps = plan(connection, "explain query plan ", "detail", statement);
                if (steps.stream().noneMatch(step -> step.startsWith("SEARCH activity USING INDEX " + index))) {
                    wrong.add(text + ": " + steps);
                }
            }
        }
        return wrong;
    }

    @Test
    void everyStatementOnPostgresqlHasItsIndex() throws Exception {
        try (var server = TestPostgresql.start()) {
            var place = server.database();
            var statements = used(new PostgresqlDatabase(place));
            try (var connection = server.connect(place)) {
                fill(connection);
                run(connection, "analyze");

                var scans = new ArrayList<String>();
                for (var statement : statements.entrySet()) {
                    for (var step : plan(connection, "explain ", "QUERY PLAN", statement)) {
                        if (step.contains("Seq Scan on activity")
                                || step.contains("Seq Scan on token")
                                || step.contains("Seq Scan on director")) {
                            scans.add(statement.getKey() + ": " + step);
                        }
                    }
                }

                assertThat(scans).isEmpty();
            }
        }
    }

    /// All statements that calls of the port make, but for those that read whole tables, each with values.
    private static Map<String, @Nullable Object[]> used(Database database) {
        var seen = new ConcurrentHashMap<String, @Nullable Object[]>();
        try (var store = SqlStore.open(database, Ticker.system(), seen::put)) {
            StoreCase.get(store.change(PlansIT::everyChange));
            StoreCase.get(store.keep(PlansIT::everyNote));
            StoreCase.get(store.read(PlansIT::everyLook));
            StoreCase.get(store.change(PlansIT::everyRemoval));
        }
        var found = new LinkedHashMap<String, @Nullable Object[]>(seen);
        assertThat(found.keySet()).containsAll(WHOLE_TABLES).hasSizeGreaterThan(40);
        found.keySet().removeAll(WHOLE_TABLES);
        return found;
    }

    private static int everyChange(Changes changes) {
        changes.put(director("a"));
        changes.put(cluster("west", "a"));
        changes.put(new DrainRow(new DirectorName("a"), "a@b", 1, false, 1));
        changes.put(new OverrideRow(new ClusterName("east"), false, 1));
        changes.put(token("t", "west", "ci", 1));
        changes.put(new DeviceRow("fw", "firewall", null, null, 1, 1));
        changes.put(new Estate.EnrolmentRow("a", "d", 0, null));
        changes.note(created("a"));
        return 0;
    }

    private static int everyNote(Notes notes) {
        notes.put(new SessionRow("s", "a@b", "c", 1, 1));
        notes.removeSession("s");
        notes.removeSessions(1, 1);
        notes.used(Map.of("t", 5L));
        notes.put(new Estate.Identity("estate", 1));
        notes.put(new Estate.AuthorityRow("channel", "c", Sealed.NONE));
        notes.put(new Estate.RevisionRow("west", 1, "c"));
        notes.delivered(new DirectorName("a"), true);
        notes.alive("edge");
        notes.closed("t", "edge", 1);
        notes.carries("edge", Map.of(new TokenDigest(1, 2, 3, 4), 1));
        return 0;
    }

    private static int everyLook(Records records) {
        var director = new DirectorName("a");
        var cluster = new ClusterName("west");
        records.directors();
        records.director(director);
        records.clusters();
        records.cluster(cluster);
        records.overrides();
        records.drains();
        records.drain(director);
        records.override(cluster);
        records.clusterOf(director);
        records.tokens();
        records.revokedElsewhere();
        records.tokens(cluster);
        records.token("t");
        records.devices();
        records.device("fw");
        records.session("s");
        records.estate();
        records.authority("channel");
        records.enrolment(director);
        records.revision(cluster);
        records.gateways();
        records.closures("t");
        records.carriedElsewhere("edge-1");
        for (var types : List.of(TYPES, Set.of("Cluster"))) {
            for (var object : List.of("", "d7")) {
                for (var action : List.of("", "Created")) {
                    for (var text : List.of("", "x")) {
                        for (var below : List.of(Long.MAX_VALUE, 1L)) {
                            records.activity(
                                    new Entry.Query(types, object, action, text, 0, Long.MAX_VALUE, below, 50));
                        }
                    }
                }
            }
        }
        return 0;
    }

    private static int everyRemoval(Changes changes) {
        changes.removeDrain(new DirectorName("a"));
        changes.removeToken("t");
        changes.removeCluster(new ClusterName("west"));
        changes.removeDirector(new DirectorName("a"));
        changes.removeDevice("fw");
        changes.note(created("a"));
        return 0;
    }

    /// In SQL that both understand.
    private static void fill(Connection connection) throws SQLException {
        var numbers = "with recursive n(i) as (select 1 union all select i + 1 from n where i < %d) ";
        run(
                connection,
                "insert into director " + numbers.formatted(1_000)
                        + "select 'd' || i, 'MANAGED', '10.0.0.1', 8081, '{}', 1, null, 0, 1, 1 from n");
        run(
                connection,
                "insert into cluster " + numbers.formatted(60)
                        + "select 'c' || i, 'MANAGED', 8081, 1, 0, 0, '', '', '', 0, '[]', 0, '{}', 1, 1 from n");
        run(
                connection,
                "insert into member " + numbers.formatted(900)
                        + "select 'c' || (1 + i % 60), i, 'd' || i, '10.0.0.1', 8081, 100, '{}' from n");
        run(
                connection,
                "insert into token " + numbers.formatted(20_000)
                        + "select 'x' || i, 'c' || (1 + i % 60), 't' || i, 'y' || i, i, null, case when i % 2 = 0 then 1 end, '[]', '[]', null from n");
        run(connection, "insert into session " + numbers.formatted(5_000) + "select 'x' || i, 'a@b', 'c', i, i from n");
        run(
                connection,
                "insert into activity " + numbers.formatted(1_000_000)
                        + "select i + 10, 'a@b', '::1', case when i % 3 = 0 then 'Cluster' else 'Director' end, 'd' || (i % 1000), "
                        + "case when i % 5 = 0 then 'Created' else 'Updated' end, 'text ' || i, 'text ' || i, i from n");
    }

    private static void run(Connection connection, String text) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(text);
        }
    }

    private static Set<String> plan(
            Connection connection, String explain, String column, Map.Entry<String, @Nullable Object[]> used)
            throws SQLException {
        try (var statement = connection.prepareStatement(explain + used.getKey())) {
            for (int i = 0; i < used.getValue().length; i++) {
                statement.setObject(i + 1, bound(used.getValue()[i]));
            }
            var steps = new TreeSet<String>();
            try (var result = statement.executeQuery()) {
                while (result.next()) {
                    steps.add(result.getString(column));
                }
            }
            return steps;
        }
    }

    private static @Nullable Object bound(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Boolean flag -> flag ? 1L : 0L;
            case Number number -> number.longValue();
            default -> value.toString();
        };
    }
}
