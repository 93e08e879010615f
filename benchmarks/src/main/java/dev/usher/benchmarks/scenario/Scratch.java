package dev.usher.benchmarks.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// A fresh folder for one run: keys, settings and logs of the children. It goes when the run ends, well or not.
record Scratch(Path folder) implements AutoCloseable {

    static Scratch create(String name) throws IOException {
        return new Scratch(Files.createTempDirectory("usher-" + name + "-"));
    }

    @Override
    public void close() {
        try (var all = Files.walk(folder)) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(folder + ": still there (expected: deleted)", failure);
        }
    }
}
