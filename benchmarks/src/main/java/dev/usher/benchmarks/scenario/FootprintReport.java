package dev.usher.benchmarks.scenario;

import dev.usher.benchmarks.report.Estimate;
import dev.usher.benchmarks.report.Machine;
import dev.usher.benchmarks.report.Report;
import dev.usher.benchmarks.report.Table;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/// Tells what the `footprint` scenario found. *Immutable.*
record FootprintReport(
        Machine machine, List<Double> startCpu, List<Double> startWall, long idlePssKib, int connections, Held held) {

    private static final double START_CPU_MAX = 3;
    private static final double IDLE_MIB_MAX = 200;
    private static final double CONNECTION_KIB_MAX = 40;
    private static final double KIB = 1024;

    /// PSS in KiB before, with the connections, and with them after a collection.
    record Held(long before, long after, long collected) {}

    FootprintReport {
        startCpu = List.copyOf(startCpu);
        startWall = List.copyOf(startWall);
    }

    Report report() {
        var cpu = estimate(startCpu);
        var wall = estimate(startWall);
        var table = new Table("", "measured", "target")
                .row("CPU from start to listening", cpu.text(2) + " s", target(cpu.median(), START_CPU_MAX, "s"))
                .row("Time from start to listening", wall.text(2) + " s", "")
                .row("PSS idle", "%.0f MiB".formatted(idleMib()), target(idleMib(), IDLE_MIB_MAX, "MiB"))
                .row(
                        "Idle TLS connection, as it is",
                        "%.1f KiB".formatted(perConnection()),
                        target(perConnection(), CONNECTION_KIB_MAX, "KiB"))
                .row("Idle TLS connection, collected", "%.1f KiB".formatted(collectedPerConnection()), "");
        return new Report("footprint", "What the gateway takes", method(), table.toString(), machine, json());
    }

    double idleMib() {
        return idlePssKib / KIB;
    }

    double perConnection() {
        return (double) (held.after - held.before) / connections;
    }

    double collectedPerConnection() {
        return (double) (held.collected - held.before) / connections;
    }

    private String method() {
        return """
                One gateway, not pinned, with a plain and a TLS listener, one cluster of three Directors and 1001 tokens, and the JVM
                flags and start-up cache it ships with.

                - **Start**: from the start of the JVM until the TLS port accepts; CPU of all threads by `/proc/PID/stat`. Median of %d.
                - **Idle**: PSS by `/proc/PID/smaps_rollup` 3 s after the first request was answered.
                - **Connection**: %d TLS 1.3 connections, each carried one POST of 1 KiB and waits for the next. 500 others were
                  open before and stay, and the heap was collected; the growth of PSS is divided by the connections. *As it is* includes what
                  garbage the handshakes left; *collected* is after another full collection.
                """.formatted(startCpu.size(), connections);
    }

    private JsonObject json() {
        return new JsonObject()
                .put("start_cpu_s", new JsonArray(startCpu))
                .put("start_s", new JsonArray(startWall))
                .put("idle_pss_kib", idlePssKib)
                .put("connections", connections)
                .put("pss_before_kib", held.before)
                .put("pss_with_connections_kib", held.after)
                .put("pss_collected_kib", held.collected);
    }

    private static Estimate estimate(List<Double> values) {
        return Estimate.of(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static String target(double found, double limit, String unit) {
        return "≤ %.0f %s: %s".formatted(limit, unit, found <= limit ? "met" : "missed");
    }
}
