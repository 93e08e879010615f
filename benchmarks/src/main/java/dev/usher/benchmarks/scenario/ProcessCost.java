package dev.usher.benchmarks.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What a process has taken so far, by the kernel's account.
final class ProcessCost {

    /// `/proc` counts in these wherever Linux runs.
    private static final double TICKS_PER_SECOND = 100;

    private static final int USER_TIME = 11;

    private ProcessCost() {}

    /// CPU seconds of all its threads, those that ended too.
    static double cpuSeconds(long pid) throws IOException {
        return cpuSeconds(Files.readString(file(pid, "stat")));
    }

    /// Its share of memory: pages that it alone has, and its part of those that it shares.
    static long pssKib(long pid) throws IOException {
        return pssKib(Files.readAllLines(file(pid, "smaps_rollup")));
    }

    /// User and system time are the 12th and 13th field behind the name, which may hold anything but ends with `)`.
    static double cpuSeconds(String stat) {
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[USER_TIME + 1])) / TICKS_PER_SECOND;
    }

    static long pssKib(List<String> rollup) {
        return rollup.stream()
                .filter(line -> line.startsWith("Pss:"))
                .map(line -> line.replaceAll("\\D", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("smaps_rollup: no Pss (expected: one)"));
    }

    private static Path file(long pid, String name) {
        return Path.of("/proc", Long.toString(pid), name);
    }
}
