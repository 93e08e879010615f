package dev.usher.gateway.app.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// The data directory of a quickstart: where everything stands, readable by its owner only. *Immutable.*
record Site(Path root) {

    /// @param asked where the user wants it, or null for a fresh temporary directory
    static Site open(@Nullable Path asked) throws IOException {
        if (asked == null) {
            return new Site(Files.createTempDirectory("usher-quickstart-"));
        }
        Files.createDirectories(asked);
        return new Site(asked.toRealPath());
    }

    Path authority() {
        return root.resolve("ca.pem");
    }

    Path certificate() {
        return root.resolve("gateway.pem");
    }

    Path key() {
        return root.resolve("gateway.key");
    }

    Path gateway() {
        return root.resolve("gateway.yaml");
    }

    Path sidecar(int number) {
        return root.resolve("sidecar-" + number + ".yaml");
    }

    /// Where processes keep what they must not forget; of one run only.
    Path state() {
        return root.resolve("state");
    }

    Path store() {
        return state().resolve("usher.db");
    }

    Path sidecars() {
        return state().resolve("sidecars");
    }

    /// Forgets the run before.
    void clear() throws IOException {
        if (Files.exists(state())) {
            try (var files = Files.walk(state())) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(
                state(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    Path accessLog() {
        return root.resolve("access.log");
    }

    Path lock() {
        return root.resolve("quickstart.lock");
    }

    Path environment() {
        return root.resolve("quickstart.env");
    }

    /// What a process says.
    Path output(String process) {
        return root.resolve(process + ".log");
    }

    /// The command that starts a process again.
    Path restart(String process) {
        return root.resolve("restart-" + process);
    }

    /// Writes a whole file or nothing: whoever reads it never sees half of it.
    void write(Path file, String text, String permissions) throws IOException {
        var unfinished = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        Files.createFile(
                unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)));
        Files.writeString(unfinished, text);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void write(Path file, String text) throws IOException {
        write(file, text, "rw-------");
    }
}
