package dev.usher.gateway.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A JVM of its own with the test's class path and the flags of every Usher process; what it says stays in a file.
///
/// Whoever starts one closes it, which kills it if it still runs.
public final class JavaProcess implements AutoCloseable {

    /// For what is small and starts often.
    public static final List<String> LEAN = List.of("-Xmx48m", "-Xss256k", "-XX:TieredStopAtLevel=1");

    private final Process process;
    private final Path log;

    private JavaProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /// Starts `main` with `arguments`; `log` is appended to.
    public static JavaProcess start(Path log, List<String> flags, Class<?> main, String... arguments) {
        return start(log, flags, Map.of(), main, arguments);
    }

    /// The same with more in its environment.
    public static JavaProcess start(
            Path log, List<String> flags, Map<String, String> environment, Class<?> main, String... arguments) {
        return start(log, environment, command(flags, main, arguments));
    }

    /// The same with words before the command, as in `ip netns exec NAME`; they must become the JVM, not start it.
    public static JavaProcess after(
            List<String> words, Path log, List<String> flags, Class<?> main, String... arguments) {
        var command = new ArrayList<>(words);
        command.addAll(command(flags, main, arguments));
        return start(log, Map.of(), command);
    }

    private static List<String> command(List<String> flags, Class<?> main, String... arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + Path.of("bin", "jvm.options").toAbsolutePath());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(flags);
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return command;
    }

    private static JavaProcess start(Path log, Map<String, String> environment, List<String> command) {
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            return new JavaProcess(builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /// Sends a signal that Java has no word for, as in `STOP`, and returns once the kernel has it.
    public void signal(String name) {
        try {
            var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("kill -" + name + " ended with " + kill.exitValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Kills it with SIGKILL and returns once it is gone.
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /// Asks it to end.
    public void terminate() {
        process.destroy();
    }

    /// Its exit code, which must come within `seconds`.
    public int exitCode(int seconds) {
        return process.onExit().orTimeout(seconds, TimeUnit.SECONDS).join().exitValue();
    }

    /// All that it and its predecessors with the same file have said.
    public String said() {
        try {
            return Files.readString(log, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }
}
