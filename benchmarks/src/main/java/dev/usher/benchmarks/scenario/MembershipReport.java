package dev.usher.benchmarks.scenario;

import dev.usher.benchmarks.report.Estimate;
import dev.usher.benchmarks.report.Machine;
import dev.usher.benchmarks.report.Report;
import dev.usher.benchmarks.report.Table;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/// Tells what the `membership` scenario found. *Immutable.*
///
/// @param starts seconds from the start of a lone sidecar until it joined
/// @param pss of each sidecar, in KiB
/// @param pssLater the same, after the Directors' changes
/// @param heard milliseconds from a change until the gateway says so
/// @param one what the gateway takes with the large cluster
/// @param many what it takes with the others besides
record MembershipReport(
        Machine machine,
        Membership.Size size,
        List<Double> starts,
        List<Long> pss,
        List<Long> pssLater,
        List<Double> heard,
        Weight one,
        Weight many) {

    private static final double START_SECONDS_MAX = 4;
    private static final double PSS_MIB_MAX = 120;
    private static final double HEAP_MIB_MAX = 3;
    private static final double THREADS_MAX = 20;
    private static final double KIB = 1024;

    /// Of a gateway.
    record Weight(double heapMib, long threads) {}

    MembershipReport {
        starts = List.copyOf(starts);
        pss = List.copyOf(pss);
        pssLater = List.copyOf(pssLater);
        heard = List.copyOf(heard);
    }

    Report report() {
        var start = Estimate.of(starts.stream().mapToDouble(Double::doubleValue).toArray());
        var table = new Table("", "measured", "target")
                .row(
                        "PSS of a sidecar, the largest",
                        "%.0f MiB".formatted(max(pss)),
                        target(max(pss), PSS_MIB_MAX, "MiB"))
                .row("PSS of a sidecar, mean", "%.0f MiB".formatted(mean(pss)), "")
                .row(
                        "PSS of a sidecar after the changes, the largest",
                        "%.0f MiB".formatted(max(pssLater)),
                        target(max(pssLater), PSS_MIB_MAX, "MiB"))
                .row(
                        "Start of a lone sidecar until it joined",
                        start.text(2) + " s",
                        target(start.median(), START_SECONDS_MAX, "s"))
                .row(
                        "Heap of the gateway per watched cluster",
                        "%.1f MiB".formatted(heapPerCluster()),
                        target(heapPerCluster(), HEAP_MIB_MAX, "MiB"))
                .row(
                        "Threads of the gateway per watched cluster",
                        "%.1f".formatted(threadsPerCluster()),
                        target(threadsPerCluster(), THREADS_MAX, ""))
                .row("A word's way to the gateway, p50", "%.0f ms".formatted(quantile(0.5)), "")
                .row("A word's way to the gateway, p99", "%.0f ms".formatted(quantile(0.99)), "")
                .row("A word's way to the gateway, longest", "%.0f ms".formatted(quantile(1)), "");
        return new Report("membership", "What membership takes", method(), table.toString(), machine, json());
    }

    double pssMean() {
        return mean(pss);
    }

    private static double max(List<Long> kib) {
        return kib.stream().mapToLong(Long::longValue).max().orElse(0) / KIB;
    }

    private static double mean(List<Long> kib) {
        return kib.stream().mapToLong(Long::longValue).average().orElse(0) / KIB;
    }

    double heapPerCluster() {
        return (many.heapMib - one.heapMib) / size.others();
    }

    double threadsPerCluster() {
        return (double) (many.threads - one.threads) / size.others();
    }

    double quantile(double share) {
        var sorted = heard.stream().sorted().toList();
        return sorted.get((int) Math.min(sorted.size() - 1L, Math.round(share * sorted.size())));
    }

    private String method() {
        return """
                One cluster of %d sidecars on loopback, each started by `usher sidecar` with the flags and the start-up cache that
                ship, all probing stub Directors in this process.

                - **PSS**: of each sidecar by `/proc/PID/smaps_rollup`, 5 s after a gateway heard all of them; and again when
                  all Directors had changed.
                - **Start**: from the start of the launcher until the sidecar logs that it joined, with nobody else there. Median of %d.
                - **Per watched cluster**: a gateway that watches the large cluster, beside one that watches %d clusters of %d besides;
                  each 5 s after it heard all; old generation after a full collection, threads by `/proc/PID/task`; the difference by
                  their number. Their Directors' checks are in it.
                - **A word's way**: from when a Director first answers its sidecar's probe otherwise than before, until the management API of
                  the gateway shows the sidecar's new word. The API is asked every 3 ms; a sidecar waits for nothing (`unhealthy_after: 1`)
                  and speaks at most every 100 ms. %d words: each Director falls %d times, and its first return is measured too. Later returns
                  are not: a Director that keeps falling must stay well for 1 s, 2 s, 4 s … before its sidecar calls it so.
                """.formatted(size.sidecars(), size.starts(), size.others(), 3, heard.size(), size.falls());
    }

    private JsonObject json() {
        return new JsonObject()
                .put("sidecars", size.sidecars())
                .put("start_s", new JsonArray(starts))
                .put("pss_kib", new JsonArray(pss))
                .put("pss_later_kib", new JsonArray(pssLater))
                .put("word_ms", new JsonArray(heard))
                .put("clusters_besides", size.others())
                .put("gateway_one", weight(one))
                .put("gateway_many", weight(many));
    }

    private static JsonObject weight(Weight weight) {
        return new JsonObject().put("heap_mib", weight.heapMib).put("threads", weight.threads);
    }

    private static String target(double found, double limit, String unit) {
        return "≤ %.0f %s: %s"
                .formatted(limit, unit, found <= limit ? "met" : "missed")
                .replace("  ", " ");
    }
}
