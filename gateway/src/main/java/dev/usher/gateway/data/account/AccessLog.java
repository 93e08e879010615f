package dev.usher.gateway.data.account;

import dev.usher.gateway.core.exchange.Closed;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Path;

/// The book with one line per exchange. *Thread-safe;* writing never blocks and never fails.
///
/// What does not fit into the queue is dropped and counted. Refusals of bare connections are limited to
/// [Floods#LINES_PER_SECOND] lines a second and cause, as they come in floods; metrics count them all.
public interface AccessLog extends AutoCloseable {

    /// How many lines may wait to be written, unless told otherwise.
    int QUEUE_DEFAULT = 8192;

    /// Notes that an exchange ended.
    void write(Closed closed);

    /// How many lines were lost: the queue was full, or the file could not be written.
    long dropped();

    /// Writes what is still waiting, and ends.
    @Override
    void close();

    /// A book that stays empty.
    static AccessLog off() {
        return Off.LOG;
    }

    /// A book that is appended to `file`, and begun anew when that was moved away.
    static AccessLog toFile(Path file, Format format, int queue) {
        return QueuedLog.start(new LogFile(file), format, queue);
    }

    /// A book on standard output.
    static AccessLog toStandardOutput(Format format, int queue) {
        return QueuedLog.start(new FileOutputStream(FileDescriptor.out)::write, format, queue);
    }

    /// How a line is written.
    enum Format {
        /// Words and `key=value`, for people.
        TEXT,
        /// A JSON object, for machines.
        JSON
    }
}
