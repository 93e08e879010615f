package dev.usher.benchmarks.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// CPU time of all threads of one process, by the scheduler's own account in nanoseconds.
///
/// It holds what the kernel does in the threads' name, loopback delivery included. A thread that ends between two
/// readings is lost from its last reading on. *Immutable.*
final class CpuMeter {

    private final Path tasks;
    private final Map<String, Long> before;

    private CpuMeter(Path tasks) {
        this.tasks = tasks;
        this.before = read(tasks);
    }

    /// Begins to count.
    static CpuMeter start(long pid) {
        return new CpuMeter(Path.of("/proc", Long.toString(pid), "task"));
    }

    /// CPU nanoseconds of the process since its start.
    static long total(long pid) {
        var all = read(Path.of("/proc", Long.toString(pid), "task"));
        return all.values().stream().mapToLong(Long::longValue).sum();
    }

    /// CPU nanoseconds since counting began.
    long nanos() {
        return between(before, read(tasks));
    }

    static long between(Map<String, Long> before, Map<String, Long> after) {
        return after.entrySet().stream()
                .mapToLong(task -> task.getValue() - before.getOrDefault(task.getKey(), 0L))
                .sum();
    }

    /// The first number of a `schedstat` line: nanoseconds on a core.
    static long runNanos(String schedstat) {
        var end = schedstat.indexOf(' ');
        if (end < 1) {
            throw new IllegalArgumentException("schedstat: " + schedstat + " (expected: three numbers)");
        }
        return Long.parseLong(schedstat.substring(0, end));
    }

    private static Map<String, Long> read(Path tasks) {
        var times = new HashMap<String, Long>();
        try (var threads = Files.newDirectoryStream(tasks)) {
            for (var thread : threads) {
                readInto(times, thread);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(tasks + ": unreadable (expected: a live process)", failure);
        }
        return times;
    }

    private static void readInto(Map<String, Long> times, Path thread) {
        try {
            var line = Files.readString(thread.resolve("schedstat"));
            times.put(thread.getFileName().toString(), runNanos(line));
        } catch (IOException ended) {
            // It ended between the listing and this reading.
        }
    }
}
