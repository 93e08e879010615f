package dev.usher.gateway.control.store.sql;

import dev.usher.gateway.control.store.StoreConflict;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The statements of one transaction. The first one that goes wrong spoils the transaction: whatever is done with the
/// exception, [#whole] tells of it before the end. *Confined to the transaction's thread.*
final class Sql {

    /// Makes something of the row where the result stands.
    interface Reader<T> {
        T read(Row row) throws SQLException;
    }

    /// Hears of every statement, for a test that asks for its plan.
    interface Observer {
        void statement(String text, @Nullable Object[] values);
    }

    /// A statement that went wrong, on its way through code that knows no SQL.
    static final class Trouble extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final SQLException problem;

        Trouble(SQLException problem) {
            super(problem);
            this.problem = problem;
        }

        SQLException problem() {
            return problem;
        }
    }

    private final Connection connection;
    private final Database database;
    private final Observer observer;
    private @Nullable RuntimeException spoiled;

    Sql(Connection connection, Database database, Observer observer) {
        this.connection = connection;
        this.database = database;
        this.observer = observer;
    }

    Database database() {
        return database;
    }

    <T> List<T> list(String text, Reader<T> reader, @Nullable Object... values) {
        try (var statement = prepared(text, values);
                var result = statement.executeQuery()) {
            var rows = new ArrayList<T>();
            var row = new Row(result);
            while (result.next()) {
                rows.add(reader.read(row));
            }
            return rows;
        } catch (SQLException problem) {
            throw spoil(problem);
        }
    }

    <T> Optional<T> one(String text, Reader<T> reader, @Nullable Object... values) {
        return list(text, reader, values).stream().findFirst();
    }

    /// How many rows it touched.
    int run(String text, @Nullable Object... values) {
        try (var statement = prepared(text, values)) {
            return statement.executeUpdate();
        } catch (SQLException problem) {
            throw spoil(problem);
        }
    }

    /// Throws what went wrong before, if anything did.
    void whole() {
        if (spoiled != null) {
            throw spoiled;
        }
    }

    private PreparedStatement prepared(String text, @Nullable Object[] values) throws SQLException {
        observer.statement(text, values);
        whole();
        var statement = connection.prepareStatement(text);
        try {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, plain(values[i]));
            }
            return statement;
        } catch (SQLException | RuntimeException problem) {
            statement.close();
            throw problem;
        }
    }

    private RuntimeException spoil(SQLException problem) {
        RuntimeException told = database.judge(problem) == Database.Judgement.CONFLICT
                ? new StoreConflict(Words.of(problem), problem)
                : new Trouble(problem);
        spoiled = told;
        return told;
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Boolean flag -> flag ? 1L : 0L;
            case Integer number -> number.longValue();
            case Long number -> number;
            default -> clean(value.toString());
        };
    }

    /// Without what PostgreSQL cannot keep: NUL, and halves of characters.
    private static String clean(String text) {
        boolean plain = text.chars().noneMatch(unit -> unit == 0 || Character.isSurrogate((char) unit));
        return plain
                ? text
                : new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).replace('\0', '\uFFFD');
    }

    /// A row of a result, by the names of its columns.
    record Row(ResultSet result) {

        String text(String column) throws SQLException {
            return result.getString(column);
        }

        @Nullable
        String textOrNull(String column) throws SQLException {
            return result.getString(column);
        }

        long number(String column) throws SQLException {
            return result.getLong(column);
        }

        int small(String column) throws SQLException {
            return Math.toIntExact(result.getLong(column));
        }

        @Nullable
        Long numberOrNull(String column) throws SQLException {
            var number = result.getLong(column);
            return result.wasNull() ? null : number;
        }

        boolean flag(String column) throws SQLException {
            return result.getLong(column) != 0;
        }
    }
}
