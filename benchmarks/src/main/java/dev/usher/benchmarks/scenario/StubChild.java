package dev.usher.benchmarks.scenario;

import dev.usher.benchmarks.director.StubDirector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Starts the stub Directors in a JVM of their own on the load's core.
final class StubChild {

    private static final Path STAT = Path.of("/proc/stat");

    private StubChild() {}

    static Child start(Path folder, int directors) {
        return Child.start(
                folder,
                "directors",
                Cores.LOAD,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmn32m",
                        "-Xmx96m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Dio.netty.leakDetection.level=disabled",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StubDirector.class.getName(),
                        Integer.toString(directors)));
    }

    /// The machine's cores, not only those this process is pinned to.
    static int availableCores() {
        try (var lines = Files.lines(STAT)) {
            return (int) lines.filter(line -> line.matches("cpu\\d+ .*")).count();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
