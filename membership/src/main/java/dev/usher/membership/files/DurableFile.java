package dev.usher.membership.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/// One file whose content is replaced whole: a reader finds the old content or the new one, never a part, and what a
/// returned `write` wrote survives the loss of power. Readable by its owner only. *Confined to one thread: one writer.*
public final class DurableFile {

    private final Path path;
    private final Path next;

    public DurableFile(Path path) {
        this.path = path.toAbsolutePath();
        this.next = this.path.resolveSibling(path.getFileName() + ".next");
    }

    public Path path() {
        return path;
    }

    /// The content, or null when it was never written.
    public byte @Nullable [] read() throws IOException {
        try {
            return Files.readAllBytes(path);
        } catch (NoSuchFileException _) {
            return null;
        }
    }

    /// Replaces the content. When it fails the old content stays.
    public void write(byte[] content) throws IOException {
        Files.deleteIfExists(next);
        Files.createFile(next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (var channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
            var bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (var folder = FileChannel.open(path.resolveSibling("."), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }
}
