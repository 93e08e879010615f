package dev.usher.benchmarks.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// The closed-loop load: `wrk` with one thread on the load's core. *Immutable.*
final class Wrk {

    private static final Pattern SUMMARY = Pattern.compile("summary (\\d+) (\\d+) (\\d+)");

    private final Path folder;
    private final Path script;
    private final int connections;

    /// What a window did. `errors` are answers other than 2xx and 3xx, and failed connects, reads, writes and
    /// time-outs.
    record Load(long requests, double seconds, long errors) {

        double perSecond() {
            return requests / seconds;
        }
    }

    Wrk(Path folder, Request request, int connections) {
        this.folder = folder;
        this.script = folder.resolve("post.lua");
        this.connections = connections;
        try {
            Files.writeString(script, script(request));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Load run(Transport transport, int port, int seconds) {
        var command = List.of(
                "taskset",
                "-c",
                Integer.toString(Cores.LOAD),
                "wrk",
                "-t1",
                "-c" + connections,
                "-d" + seconds + "s",
                "-s",
                script.toString(),
                transport.scheme() + "://127.0.0.1:" + port + Request.PATH);
        try {
            var process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            return parse(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException("wrk: absent (expected: the Debian package)", failure);
        }
    }

    static Load parse(String output) {
        var summary = SUMMARY.matcher(output);
        if (!summary.find()) {
            throw new IllegalArgumentException("wrk: " + output + " (expected: a summary)");
        }
        var seconds = Long.parseLong(summary.group(2)) / 1e6;
        return new Load(Long.parseLong(summary.group(1)), seconds, Long.parseLong(summary.group(3)));
    }

    private static String script(Request request) {
        return """
                wrk.method = "POST"
                wrk.body = string.rep("x", %d)
                wrk.headers["Authorization"] = "Bearer %s"
                wrk.headers["Content-Type"] = "application/octet-stream"
                done = function(summary, latency, requests)
                  local e = summary.errors
                  local all = e.connect + e.read + e.write + e.status + e.timeout
                  io.write(string.format("summary %%d %%d %%d\\n", summary.requests, summary.duration, all))
                end
                """.formatted(Request.BODY_BYTES, request.token());
    }
}
