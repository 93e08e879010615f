package dev.usher.gateway.app.quickstart;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// Ties the processes of a quickstart to its supervisor: the supervisor holds a lock on a file for as long as it lives,
/// every other process waits for that lock. The kernel releases it however the supervisor ends, `kill -9` included, and
/// it holds for processes that were started again by hand, which are nobody's children. Waiting costs nothing.
///
/// *Thread-safe: no state; the lock is the process's.*
public final class QuickstartLock {

    private static final String PROPERTY = "usher.quickstart.lock";

    private QuickstartLock() {}

    /// In a process of a quickstart: ends it when the supervisor is gone. Elsewhere does nothing.
    public static void endWithHolder() {
        var file = System.getProperty(PROPERTY);
        if (file != null) {
            Thread.ofPlatform().daemon().name("usher-quickstart-lock").start(() -> awaitRelease(Path.of(file)));
        }
    }

    /// In the supervisor: takes the lock, or null when another supervisor has it. Whoever drops the answer drops the
    /// lock.
    static @Nullable FileLock hold(Path file) throws IOException {
        var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var lock = channel.tryLock();
        if (lock == null) {
            channel.close();
        }
        return lock;
    }

    /// The argument by which the launcher tells a process of the quickstart where the lock is.
    static String flag(Path file) {
        return "-D" + PROPERTY + "=" + file;
    }

    private static void awaitRelease(Path file) {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.lock(0, Long.MAX_VALUE, true);
        } catch (IOException _) {
            // The file is gone, and with it the quickstart.
        }
        Runtime.getRuntime().halt(0);
    }
}
