package dev.usher.gateway.control.store.sql;

import dev.usher.membership.time.Ticker;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One connection, made when it is needed and again after it was lost. *Confined to one thread at a time.*
final class Link {

    private static final long TRUSTED_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Database database;
    private final Database.Use use;
    private final Ticker ticker;
    private @Nullable Connection connection;
    private long usedNanos;

    Link(Database database, Database.Use use, Ticker ticker) {
        this.database = database;
        this.use = use;
        this.ticker = ticker;
    }

    /// What is done within a transaction. Returns what it came to, or throws, which undoes it.
    interface Inside<T> {
        T run(Connection connection) throws SQLException;
    }

    <T> T transaction(Inside<T> inside) throws SQLException, IOException {
        var open = open();
        boolean done = false;
        try {
            database.begin(open, use);
            var result = inside.run(open);
            database.commit(open);
            done = true;
            usedNanos = ticker.nanos();
            return result;
        } finally {
            if (!done) {
                undo(open);
            }
        }
    }

    private Connection open() throws SQLException, IOException {
        var open = connection;
        if (open != null && ticker.nanos() - usedNanos > TRUSTED_NANOS && !database.works(open)) {
            drop();
            open = null;
        }
        if (open == null) {
            database.prepare();
            open = database.connect(use);
            connection = open;
            usedNanos = ticker.nanos();
        }
        return open;
    }

    /// A connection that cannot even undo is of no use any more.
    private void undo(Connection open) {
        try {
            database.rollback(open);
        } catch (SQLException _) {
            drop();
        }
    }

    void drop() {
        var open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException _) {
                // It is gone, which was the aim.
            }
        }
    }
}
