package dev.usher.benchmarks.scenario;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A process that we started and that ends with us. *Confined to the thread that started it.*
final class Child implements AutoCloseable {

    static final int ANY_CORE = -1;

    private static final int END_SECONDS = 15;

    private final String name;
    private final Process process;
    private final Path log;
    private final Thread hook;

    private Child(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.hook = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /// Starts `command` in `folder`, on one core if `core` is not [#ANY_CORE]; what it says goes to `NAME.log`.
    static Child start(Path folder, String name, int core, List<String> command) {
        var pinned = new ArrayList<String>();
        if (core != ANY_CORE) {
            pinned.addAll(List.of("taskset", "-c", Integer.toString(core)));
        }
        pinned.addAll(command);
        var log = folder.resolve(name + ".log");
        try {
            var process = new ProcessBuilder(pinned)
                    .directory(folder.toFile())
                    .redirectError(log.toFile())
                    .start();
            return new Child(name, process, log);
        } catch (IOException failure) {
            throw new UncheckedIOException(name + ": " + String.join(" ", command) + " (expected: a program)", failure);
        }
    }

    /// The process itself: `taskset` becomes what it starts.
    long pid() {
        return process.pid();
    }

    /// The first line that it prints.
    String firstLine() {
        try {
            var output = new BufferedReader(process.inputReader(StandardCharsets.UTF_8));
            var line = output.readLine();
            if (line == null) {
                throw new IllegalStateException(name + ": ended (expected: a line)\n" + said());
            }
            return line;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Fails with its last words if it has ended.
    void mustLive() {
        if (!process.isAlive()) {
            throw new IllegalStateException(
                    name + ": ended with " + process.exitValue() + " (expected: running)\n" + said());
        }
    }

    /// Asks it to end, and does not wait.
    void end() {
        process.destroy();
    }

    @Override
    public void close() {
        end();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    /// What it has written to its error output.
    String said() {
        try {
            return Files.readString(log);
        } catch (IOException failure) {
            return "";
        }
    }
}
