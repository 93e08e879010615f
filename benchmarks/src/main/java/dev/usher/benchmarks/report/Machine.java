package dev.usher.benchmarks.report;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// What a number is worth nothing without: the machine, the kernel, the commit, the versions, the flags. *Immutable.*
public record Machine(
        String cpu,
        int cores,
        String kernel,
        String memory,
        String load,
        String commit,
        String java,
        String flags,
        String haproxy,
        String wrk) {

    /// This machine, with the sources of `home` and the flags of its `gateway/bin/jvm.options`.
    public static Machine here(Path home, int cores) {
        return new Machine(
                field(Path.of("/proc/cpuinfo"), "model name"),
                cores,
                first(Path.of("/proc/sys/kernel/osrelease")),
                field(Path.of("/proc/meminfo"), "MemTotal"),
                first(Path.of("/proc/loadavg")),
                commitOf(home),
                Runtime.version() + " " + System.getProperty("java.vm.name"),
                String.join(" ", options(home)),
                haproxyVersion(),
                answer(home, "wrk", "-v").lines().findFirst().orElse("unknown").replaceAll(" Copyright.*", ""));
    }

    /// The flags that every Usher process runs with.
    public static List<String> options(Path home) {
        return lines(home.resolve("gateway/bin/jvm.options")).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }

    JsonObject json() {
        return new JsonObject()
                .put("cpu", cpu)
                .put("cores", cores)
                .put("kernel", kernel)
                .put("memory", memory)
                .put("load_at_start", load)
                .put("commit", commit)
                .put("java", java)
                .put("jvm_flags", flags)
                .put("haproxy", haproxy)
                .put("wrk", wrk);
    }

    String markdown() {
        return """
                | | |
                | --- | --- |
                | CPU | %s, %d cores, %s |
                | Kernel | %s |
                | Load average before | %s |
                | Commit | %s |
                | Java | %s |
                | JVM flags | `%s` |
                | HAProxy | %s |
                | wrk | %s |
                """.formatted(cpu, cores, memory, kernel, load, commit, java, flags, haproxy, wrk);
    }

    private static String commitOf(Path home) {
        var commit = answer(home, "git", "rev-parse", "--short=12", "HEAD").strip();
        if (!commit.matches("[0-9a-f]+")) {
            return "unknown";
        }
        var changed = answer(home, "git", "status", "--porcelain", "--", "*.java", "*.xml", "*.options");
        return changed.isBlank() ? commit : commit + " with changes";
    }

    private static String haproxyVersion() {
        var lines = answer(Path.of("."), "haproxy", "-vv").lines().toList();
        return lines.stream()
                .filter(line -> line.startsWith("HAProxy version") || line.startsWith("Running on OpenSSL"))
                .map(line -> line.replaceAll(" - https.*", "").replace("Running on OpenSSL version : ", ""))
                .collect(Collectors.joining(", "));
    }

    private static String field(Path file, String name) {
        return lines(file).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }

    private static String first(Path file) {
        return lines(file).stream().findFirst().orElse("unknown");
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException absent) {
            return List.of();
        }
    }

    private static String answer(Path home, String... command) {
        try {
            var process = new ProcessBuilder(command)
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException absent) {
            return "unknown";
        }
    }
}
