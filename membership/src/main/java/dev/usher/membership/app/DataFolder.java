package dev.usher.membership.app;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/// The folder of one sidecar, which no other one uses while this one lives: the lock goes with the process. Readable by
/// its owner only. *Immutable.*
final class DataFolder implements AutoCloseable {

    private static final String LOCK = "lock";

    private final Path path;
    private final FileChannel lock;

    private DataFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /// Makes the folder where there is none, and locks it.
    static DataFolder open(Path dataDir, String director) throws IOException {
        var path = dataDir.resolve(director).toAbsolutePath().normalize();
        Files.createDirectories(dataDir);
        make(path);
        var channel = FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!locked(channel)) {
            channel.close();
            throw new IOException("a sidecar uses it already (expected: one sidecar beside each Director)");
        }
        return new DataFolder(path, channel);
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    private static void make(Path path) throws IOException {
        try {
            Files.createDirectory(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(path)) {
                throw e;
            }
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException _) {
            return false; // By another one within this process.
        }
    }
}
