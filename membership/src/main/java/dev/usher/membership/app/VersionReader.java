package dev.usher.membership.app;

import dev.usher.membership.config.VersionSource;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Finds out the Director's version. A command gets a few seconds, and what counts is the beginning of its first line;
/// whatever goes wrong leaves the version unknown, which stops nothing. *Immutable.*
final class VersionReader {

    private static final Logger LOG = System.getLogger(VersionReader.class.getName());
    private static final int LENGTH_MAX = 64;
    private static final int OUTPUT_MAX = 64 * 1024;

    private final VersionSource source;
    private final Duration timeout;

    VersionReader(VersionSource source, Duration timeout) {
        this.source = source;
        this.timeout = timeout;
    }

    /// The version, or an empty text. Blocks while a command runs.
    String read() {
        return switch (source) {
            case VersionSource.Literal(var version) -> version;
            case VersionSource.Command(var command) -> printed(command);
            case VersionSource.Unknown _ -> "";
        };
    }

    private String printed(List<String> command) {
        try {
            var process = new ProcessBuilder(command)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                return answer(process, command);
            } finally {
                // It first, so that it makes no more of them.
                var children = process.descendants().toList();
                process.destroyForcibly();
                children.forEach(ProcessHandle::destroyForcibly);
            }
        } catch (IOException e) {
            return unknown(command, words(e));
        }
    }

    private String answer(Process process, List<String> command) {
        var reading = new FutureTask<>(() -> {
            var line = firstLine(process.inputReader());
            if (process.waitFor() != 0) {
                throw new IOException("exit code " + process.exitValue());
            }
            return line;
        });
        Thread.ofPlatform().daemon().name("version").start(reading);
        try {
            var version = reading.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return version.isEmpty() ? unknown(command, "no output") : version;
        } catch (TimeoutException _) {
            return unknown(command, "no end within " + timeout.toMillis() + "ms");
        } catch (ExecutionException e) {
            return unknown(command, e.getCause() instanceof IOException reason ? words(reason) : e.toString());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    /// Reads on after the line, up to a limit, so that the program need not die of a closed pipe.
    private static String firstLine(BufferedReader output) throws IOException {
        var line = new StringBuilder();
        var ended = false;
        for (int read = 0; read < OUTPUT_MAX; read++) {
            var next = output.read();
            if (next < 0) {
                break;
            }
            ended |= next == '\n';
            if (!ended && next >= ' ' && next < 0x7f && line.length() < LENGTH_MAX) {
                line.append((char) next);
            }
        }
        return line.toString().strip();
    }

    private static String words(IOException e) {
        return String.valueOf(e.getMessage());
    }

    private static String unknown(List<String> command, String why) {
        LOG.log(
                Level.WARNING,
                "version_of_director.command: {0}: {1} (expected: a version and exit code 0)",
                command,
                why);
        return "";
    }
}
