package dev.usher.gateway.control.store.sql;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteOpenMode;

/// One file of one gateway, readable by its owner only.
///
/// What was acknowledged outlives the loss of power: the log is synchronised with every commit. That this is so is read
/// back from every connection, as SQLite takes a pragma that it does not know for a comment.
/// *Thread-safe:* connections share nothing here but the lock, which is taken and left under the monitor.
final class SqliteDatabase implements Database {

    private static final String DRIVER_FOLDER = "org.sqlite.tmpdir";
    private static final int BUSY_MILLIS = 5_000;

    /// The part of a result code that says what it is about; the rest says where.
    private static final int PRIMARY = 0xFF;

    private static final Map<String, String> PRAGMAS = Map.of(
            "journal_mode", "wal",
            "synchronous", "2",
            "foreign_keys", "1",
            "busy_timeout", String.valueOf(BUSY_MILLIS));

    private final Path file;
    private @Nullable FileChannel lock;
    private boolean prepared;

    SqliteDatabase(Path file) {
        this.file = file.toAbsolutePath().normalize();
    }

    @Override
    public String name() {
        return "sqlite:" + file;
    }

    @Override
    public int connections(Use use) {
        return use == Use.WRITING ? 1 : 2;
    }

    @Override
    public synchronized void prepare() throws SQLException, IOException {
        if (prepared) {
            return;
        }
        var folder = file.resolveSibling(".");
        Files.createDirectories(folder);
        take();
        if (System.getProperty(DRIVER_FOLDER) == null) {
            System.setProperty(DRIVER_FOLDER, folder.normalize().toString());
        }
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException _) {
            // From an earlier start.
        }
        Schema.migrate(source(), "sqlite");
        prepared = true;
    }

    /// Whoever holds the lock of the file beside it is the only process that opens the database.
    private void take() throws IOException {
        if (lock != null) {
            return;
        }
        var path = file.resolveSibling(file.getFileName() + ".lock");
        var channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null) {
                throw new IOException(held(path));
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(
                    String.valueOf(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            lock = channel;
        } catch (OverlappingFileLockException _) {
            channel.close();
            throw new IOException(held(path));
        } catch (IOException problem) {
            channel.close();
            throw problem;
        }
    }

    private String held(Path path) throws IOException {
        return file + ": process "
                + Files.readString(path, StandardCharsets.US_ASCII).strip()
                + " has it open (expected: one gateway for a SQLite file; several share a PostgreSQL)";
    }

    private SQLiteDataSource source() {
        var source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + file);
        source.setJournalMode("WAL");
        source.setSynchronous("FULL");
        source.setEnforceForeignKeys(true);
        source.setBusyTimeout(BUSY_MILLIS);
        // A file that was taken away is missed, not made anew.
        source.getConfig().resetOpenMode(SQLiteOpenMode.CREATE);
        return source;
    }

    @Override
    public Connection connect(Use use) throws SQLException {
        var connection = source().getConnection();
        try (var statement = connection.createStatement()) {
            for (var pragma : PRAGMAS.entrySet()) {
                try (var result = statement.executeQuery("pragma " + pragma.getKey())) {
                    var found = result.next() ? result.getString(1) : "nothing";
                    if (!pragma.getValue().equals(found)) {
                        throw new SQLException(
                                pragma.getKey() + ": " + found + " (expected: " + pragma.getValue() + ")");
                    }
                }
            }
            if (use == Use.READING) {
                statement.execute("pragma query_only = 1");
            }
            return connection;
        } catch (SQLException problem) {
            connection.close();
            throw problem;
        }
    }

    /// A file that was taken away would not be missed by those who have it open.
    @Override
    public void begin(Connection connection, Use use) throws SQLException {
        if (!Files.exists(file)) {
            throw new SQLException("missing (expected: the file that was opened)");
        }
        execute(connection, use == Use.WRITING ? "begin immediate" : "begin");
    }

    @Override
    public void commit(Connection connection) throws SQLException {
        execute(connection, "commit");
    }

    @Override
    public void rollback(Connection connection) throws SQLException {
        execute(connection, "rollback");
    }

    private static void execute(Connection connection, String text) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(text);
        }
    }

    @Override
    public boolean works(Connection connection) {
        return true;
    }

    @Override
    public String clock() {
        return "cast(unixepoch('subsec') * 1000 as integer)";
    }

    @Override
    public Judgement judge(SQLException problem) {
        if (!(problem instanceof SQLiteException told)) {
            return Judgement.UNREACHABLE;
        }
        if (told.getResultCode() == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE) {
            return Judgement.FULL;
        }
        return switch (SQLiteErrorCode.getErrorCode(told.getResultCode().code & PRIMARY)) {
            case SQLITE_BUSY, SQLITE_LOCKED -> Judgement.BUSY;
            case SQLITE_FULL -> Judgement.FULL;
            case SQLITE_CONSTRAINT -> Judgement.CONFLICT;
            case SQLITE_ERROR, SQLITE_MISMATCH, SQLITE_MISUSE, SQLITE_RANGE -> Judgement.BUG;
            default -> Judgement.UNREACHABLE;
        };
    }

    @Override
    public synchronized void close() {
        prepared = false;
        if (lock != null) {
            try {
                lock.close();
            } catch (IOException _) {
                // The lock ends with the process at the latest.
            }
            lock = null;
        }
    }
}
