package dev.usher.benchmarks.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What one core did until now, in clock ticks of `/proc/stat`. *Immutable.*
///
/// `stolen` is what the machine's host took away; it is neither busy nor idle.
record CoreTimes(long busy, long idle, long stolen) {

    private static final Path STAT = Path.of("/proc/stat");

    static CoreTimes now(int core) {
        try {
            return parse(Files.readAllLines(STAT), core);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Fields: user nice system idle iowait irq softirq steal, then guests that user and nice already hold.
    static CoreTimes parse(List<String> lines, int core) {
        var name = "cpu" + core + " ";
        var line = lines.stream()
                .filter(candidate -> candidate.startsWith(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("core: " + core + " (expected: one of /proc/stat)"));
        var fields = line.substring(name.length()).strip().split(" ", -1);
        var ticks = new long[8];
        for (var index = 0; index < ticks.length; index++) {
            ticks[index] = Long.parseLong(fields[index]);
        }
        return new CoreTimes(ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6], ticks[3] + ticks[4], ticks[7]);
    }

    /// The busy part since `before`, 0 to 1; what was stolen counts as busy, since nobody here could use it.
    double busySince(CoreTimes before) {
        var used = busy - before.busy + stolen - before.stolen;
        var all = used + idle - before.idle;
        return all == 0 ? 0 : (double) used / all;
    }

    /// The stolen part since `before`, 0 to 1.
    double stolenSince(CoreTimes before) {
        var all = busy - before.busy + idle - before.idle + stolen - before.stolen;
        return all == 0 ? 0 : (double) (stolen - before.stolen) / all;
    }
}
