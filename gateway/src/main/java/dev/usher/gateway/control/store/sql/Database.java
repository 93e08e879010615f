package dev.usher.gateway.control.store.sql;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/// Where SQLite and PostgreSQL differ. *Thread-safe;* a connection is used by one thread at a time.
interface Database extends AutoCloseable {

    /// What a connection is for.
    enum Use {
        READING,
        WRITING
    }

    /// What a failed statement means.
    enum Judgement {
        /// Another transaction came between; it may go well the next time.
        AGAIN,
        /// A rule of the schema was broken.
        CONFLICT,
        UNREACHABLE,
        FULL,
        BUSY,
        /// The statement is wrong.
        BUG
    }

    /// What an operator calls it; no password in it.
    String name();

    /// How many calls may write at once, and how many may read.
    int connections(Use use);

    /// Makes the database what this code expects; again after it failed, and for nothing when it is so already.
    void prepare() throws SQLException, IOException;

    Connection connect(Use use) throws SQLException;

    /// From here on nobody else writes, where the use is writing.
    void begin(Connection connection, Use use) throws SQLException;

    void commit(Connection connection) throws SQLException;

    void rollback(Connection connection) throws SQLException;

    /// Whether a connection that was idle still works.
    boolean works(Connection connection) throws SQLException;

    /// The milliseconds since the epoch as an expression, by the one clock that all gateways share.
    String clock();

    Judgement judge(SQLException problem);

    @Override
    void close();
}
