package dev.usher.gateway.control.store.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/// The tables, made and changed by the migrations that lie beside this class.
///
/// A start that finds them as it expects them costs one query: the library for migrations is loaded only where there is
/// something to do.
final class Schema {

    /// The number of the newest migration.
    static final int VERSION = 5;

    static final String FOLDER = "dev/usher/gateway/control/store/sql/";

    private static final String HISTORY = "schema_history";
    private static final String APPLIED =
            "select version from " + HISTORY + " where success order by installed_rank desc limit 1";

    /// It tells every step; a failure comes as an exception. Held, or the level would be forgotten.
    private static final Logger TALK = Logger.getLogger("org.flywaydb");

    private Schema() {}

    /// @param dialect the folder of the migrations that the other database does not understand
    static void migrate(DataSource source, String dialect) throws SQLException {
        var found = version(source);
        if (found > VERSION) {
            throw new SQLException("its tables are of version " + found + " (expected: at most " + VERSION
                    + "; a newer Usher made them)");
        }
        if (found < VERSION) {
            apply(source, dialect);
        }
    }

    private static void apply(DataSource source, String dialect) throws SQLException {
        TALK.setLevel(Level.WARNING);
        try {
            Flyway.configure(Schema.class.getClassLoader())
                    .dataSource(source)
                    .locations("classpath:" + FOLDER + "every", "classpath:" + FOLDER + dialect)
                    .table(HISTORY)
                    .cleanDisabled(true)
                    .load()
                    .migrate();
        } catch (FlywayException problem) {
            for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
                if (cause instanceof SQLException sql) {
                    throw sql;
                }
            }
            throw new SQLException(Words.of(problem), problem);
        }
    }

    /// The version of the tables that are there; 0 where there are none.
    private static int version(DataSource source) throws SQLException {
        try (var connection = source.getConnection()) {
            return exists(connection) ? applied(connection) : 0;
        }
    }

    private static boolean exists(Connection connection) throws SQLException {
        try (var tables =
                connection.getMetaData().getTables(null, connection.getSchema(), HISTORY, new String[] {"TABLE"})) {
            return tables.next();
        }
    }

    private static int applied(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(APPLIED)) {
            return result.next()
                    ? Optional.ofNullable(result.getString(1))
                            .map(Integer::parseInt)
                            .orElse(0)
                    : 0;
        }
    }
}
