package dev.usher.gateway.estate.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A program of the system that runs and ends.
final class Command {

    private Command() {}

    /// What it says; fails with that when it does not end well.
    static String run(String... words) {
        return feed("", words);
    }

    /// The same, with something to read.
    static String feed(String input, String... words) {
        try {
            var process = new ProcessBuilder(words).redirectErrorStream(true).start();
            try (var in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            }
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(
                        "%s ended with %d: %s".formatted(List.of(words), process.exitValue(), said));
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
