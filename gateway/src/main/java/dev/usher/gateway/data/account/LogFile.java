package dev.usher.gateway.data.account;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A file that is appended to, under its name: when it was moved away, as log rotation does, a new one is begun.
///
/// The name is looked up once for each batch of lines. *Confined to one thread.*
final class LogFile implements LogSink {

    private final Path path;
    private @Nullable OutputStream out;
    private @Nullable Object key;

    LogFile(Path path) {
        this.path = path;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        opened().write(bytes, offset, length);
    }

    private OutputStream opened() throws IOException {
        var now = out;
        if (now != null && Objects.equals(key, keyOfName())) {
            return now;
        }
        if (now != null) {
            now.close();
        }
        var fresh = Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        out = fresh;
        key = keyOfName();
        return fresh;
    }

    private @Nullable Object keyOfName() throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException _) {
            return null;
        }
    }
}
