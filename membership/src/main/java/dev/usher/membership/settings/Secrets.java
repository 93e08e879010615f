package dev.usher.membership.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Resolves `${file:path}` and `${env:NAME}`; anything else stands for itself. *Immutable.*
///
/// A failure says which file or variable was meant, never what it holds.
final class Secrets {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(file|env):([^}]+)}");
    private static final int BYTES_MAX = 1 << 20;

    /// Resolves nothing: of texts that came from somebody else.
    static final Secrets NONE = new Secrets(Path.of(""), _ -> null, false);

    private final Path folder;
    private final Function<String, @Nullable String> environment;
    private final boolean resolving;

    /// @param folder what relative paths are relative to
    Secrets(Path folder, Function<String, @Nullable String> environment) {
        this(folder, environment, true);
    }

    private Secrets(Path folder, Function<String, @Nullable String> environment, boolean resolving) {
        this.folder = folder;
        this.environment = environment;
        this.resolving = resolving;
    }

    Path file(String path) {
        return folder.resolve(path);
    }

    /// Throws IllegalArgumentException with words for the operator.
    Secret resolve(String text) {
        if (!resolving && text.contains("${")) {
            throw new IllegalArgumentException("(not shown) (expected: the secret itself)");
        }
        var reference = REFERENCE.matcher(text);
        if (reference.matches()) {
            var name = reference.group(2);
            return reference.group(1).equals("file") ? fromFile(name) : fromEnvironment(name);
        }
        if (text.contains("${")) {
            throw new IllegalArgumentException(
                    "(not shown) (expected: the whole value as ${file:path} or ${env:NAME})");
        }
        if (text.isEmpty()) {
            throw new IllegalArgumentException("\"\" (expected: ${file:path}, ${env:NAME} or the secret itself)");
        }
        return new Secret(text);
    }

    private Secret fromEnvironment(String name) {
        var text = environment.apply(name);
        if (text == null || text.isEmpty()) {
            throw new IllegalArgumentException("${env:" + name + "} (expected: an environment variable that is set)");
        }
        return new Secret(text);
    }

    private Secret fromFile(String name) {
        try {
            var file = file(name);
            if (!Files.isRegularFile(file)) {
                throw unreadable(name);
            }
            var text = read(file, name).stripTrailing();
            if (text.isEmpty()) {
                throw new IllegalArgumentException("${file:" + name + "} (expected: a file that is not empty)");
            }
            return new Secret(text);
        } catch (InvalidPathException _) {
            throw unreadable(name);
        } catch (IOException _) {
            throw unreadable(name);
        }
    }

    private static String read(Path file, String name) throws IOException {
        try (var stream = Files.newInputStream(file)) {
            var bytes = stream.readNBytes(BYTES_MAX + 1);
            if (bytes.length > BYTES_MAX) {
                throw new IllegalArgumentException("${file:" + name + "} (expected: a file of at most 1MiB)");
            }
            return Documents.utf8(bytes);
        }
    }

    private static IllegalArgumentException unreadable(String name) {
        return new IllegalArgumentException("${file:" + name + "} (expected: a readable UTF-8 file)");
    }
}
