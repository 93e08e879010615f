package dev.usher.gateway.control.store.sql;

import dev.usher.gateway.core.config.StoreSettings.Place;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.ds.PGSimpleDataSource;

/// A PostgreSQL that several gateways share.
///
/// Writers come one after the other, as in SQLite: each begins by locking the table of counters, before its picture of
/// the rows is taken. So two that touch the same counters do not fail each other, the activity log has no gaps that are
/// filled later, and a transaction is tried again only for what did not come through here. All is serialisable all the
/// same. Whoever holds the lock and says nothing is cut off by the database. *Immutable.*
final class PostgresqlDatabase implements Database {

    private static final int CONNECT_SECONDS = 5;
    private static final int SOCKET_SECONDS = 15;
    private static final int CHECK_SECONDS = 2;
    private static final String LIMITS = "set statement_timeout = '10s'; set lock_timeout = '8s';"
            + " set idle_in_transaction_session_timeout = '12s'";

    private final Place.Postgresql place;

    PostgresqlDatabase(Place.Postgresql place) {
        this.place = place;
    }

    @Override
    public String name() {
        return "postgresql://" + place.user() + "@" + place.host() + ":" + place.port() + "/" + place.database();
    }

    /// One more belongs to the poll.
    @Override
    public int connections(Use use) {
        return use == Use.WRITING ? 2 : 5;
    }

    @Override
    public synchronized void prepare() throws SQLException {
        Schema.migrate(source(), "postgresql");
    }

    private PGSimpleDataSource source() throws SQLException {
        var source = new PGSimpleDataSource();
        for (var property : place.parameters().entrySet()) {
            source.setProperty(property.getKey(), property.getValue());
        }
        source.setServerNames(new String[] {place.host()});
        source.setPortNumbers(new int[] {place.port()});
        source.setDatabaseName(place.database());
        source.setUser(place.user());
        if (place.password() != null) {
            source.setPassword(place.password().reveal());
        }
        source.setApplicationName("usher");
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setLoginTimeout(CONNECT_SECONDS);
        source.setSocketTimeout(SOCKET_SECONDS);
        source.setTcpKeepAlive(true);
        return source;
    }

    @Override
    public Connection connect(Use use) throws SQLException {
        var connection = source().getConnection();
        try (var statement = connection.createStatement()) {
            statement.execute(LIMITS);
            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            connection.setReadOnly(use == Use.READING);
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException problem) {
            connection.close();
            throw problem;
        }
    }

    @Override
    public void begin(Connection connection, Use use) throws SQLException {
        if (use == Use.WRITING) {
            try (var statement = connection.createStatement()) {
                statement.execute("lock table counter in exclusive mode");
            }
        }
    }

    @Override
    public void commit(Connection connection) throws SQLException {
        connection.commit();
    }

    @Override
    public void rollback(Connection connection) throws SQLException {
        connection.rollback();
    }

    @Override
    public boolean works(Connection connection) throws SQLException {
        return connection.isValid(CHECK_SECONDS);
    }

    @Override
    public String clock() {
        return "cast(extract(epoch from clock_timestamp()) * 1000 as bigint)";
    }

    @Override
    public Judgement judge(SQLException problem) {
        var state = problem.getSQLState();
        return switch (state) {
            case null -> Judgement.UNREACHABLE;
            case "40001", "40P01" -> Judgement.AGAIN;
            case "53100" -> Judgement.FULL;
            case "53200", "55P03", "57014", "25P03" -> Judgement.BUSY;
            default ->
                switch (state.length() < 2 ? state : state.substring(0, 2)) {
                    case "23" -> Judgement.CONFLICT;
                    case "08", "28", "3D", "53", "57", "58", "XX" -> Judgement.UNREACHABLE;
                    default -> Judgement.BUG;
                };
        };
    }

    @Override
    public void close() {
        // Its connections are closed by those who have them.
    }
}
