package dev.usher.membership.settings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The way in: reads a YAML file through a function from its root section to a record.
///
/// The result is the record without a single mistake, or a [ConfigException] with all of them.
public final class Settings {

    private static final Place START = new Place("", 1, 1);

    private Settings() {}

    /// Reads `file`; relative paths in it are relative to its folder.
    public static <T> Loaded<T> read(Path file, Function<Section, T> reader) {
        return read(file, System::getenv, reader);
    }

    /// The same with other environment variables.
    public static <T> Loaded<T> read(
            Path file, Function<String, @Nullable String> environment, Function<Section, T> reader) {
        var folder = file.toAbsolutePath().getParent();
        var secrets = new Secrets(folder == null ? file : folder, environment);
        return read(file.toString(), bytes(file), secrets, reader);
    }

    /// Reads a text that is no file (yet): `name` stands for it in mistakes, relative paths are relative to `folder`.
    public static <T> Loaded<T> parse(
            String name,
            String text,
            Path folder,
            Function<String, @Nullable String> environment,
            Function<Section, T> reader) {
        return read(name, text.getBytes(StandardCharsets.UTF_8), new Secrets(folder, environment), reader);
    }

    /// Reads JSON that somebody sent. Secrets in it stand for themselves: a reference to one of this machine's files or
    /// variables is a mistake.
    public static <T> Body<T> body(String text, Function<Section, T> reader) {
        var mistakes = new Mistakes("body");
        try {
            if (text.length() > Documents.BYTES_MAX) {
                throw new JsonText.NoJson(START, "too large (expected: at most 1MiB)");
            }
            var root = JsonText.parse(text);
            var value = Section.of(root, START, mistakes, Secrets.NONE).readBy(reader);
            mistakes.conclude();
            return new Body<>(value, true, mistakes.mistakes(), mistakes.warnings());
        } catch (JsonText.NoJson problem) {
            mistakes.add(problem.place(), String.valueOf(problem.getMessage()));
            return new Body<>(null, false, mistakes.mistakes(), List.of());
        }
    }

    private static <T> Loaded<T> read(String name, byte[] bytes, Secrets secrets, Function<Section, T> reader) {
        if (bytes.length > Documents.BYTES_MAX) {
            throw mistake(name, "too large (expected: at most 1MiB)");
        }
        var mistakes = new Mistakes(name);
        var root = Documents.compose(bytes, mistakes);
        if (root == null) {
            throw mistakes.exception();
        }
        var value = Section.of(root, START, mistakes, secrets).readBy(reader);
        mistakes.conclude();
        if (value == null || !mistakes.isEmpty()) {
            throw mistakes.exception();
        }
        return new Loaded<>(value, mistakes.warnings());
    }

    private static byte[] bytes(Path file) {
        if (!Files.exists(file)) {
            throw mistake(file.toString(), "no such file");
        }
        if (Files.isDirectory(file)) {
            throw mistake(file.toString(), "a folder (expected: a YAML file)");
        }
        try (var stream = Files.newInputStream(file)) {
            return stream.readNBytes(Documents.BYTES_MAX + 1);
        } catch (IOException problem) {
            throw mistake(file.toString(), "not readable: " + problem.getMessage());
        }
    }

    private static ConfigException mistake(String file, String problem) {
        return new ConfigException(List.of(new Mistake(file, 1, 1, "", problem)));
    }
}
