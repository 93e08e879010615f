package dev.usher.gateway.estate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The run in a few lines for people. *Immutable.*
final class Summary {

    private final Audit.Evidence evidence;
    private final Audit audit;
    private final Load load;

    Summary(Audit.Evidence evidence, Audit audit, Load load) {
        this.evidence = evidence;
        this.audit = audit;
        this.load = load;
    }

    private record Phase(String name, long from, long to) {}

    @Override
    public String toString() {
        var lines = new ArrayList<String>();
        lines.add("%-30s %8s %8s %7s %7s %7s %8s  %s"
                .formatted("phase", "seconds", "requests", "failed", "p50 ms", "p99 ms", "stall ms", "causes"));
        phases().forEach(phase -> lines.add(row(phase)));
        lines.add("last request given to the killed Director %s after the kill (allowed: %d, starved %d)"
                .formatted(
                        millis(audit.killRotationMillis()),
                        Audit.KILL_LIMIT_MILLIS,
                        starvedSince(moments().killBegun())));
        lines.add("last request given to the stopped Director %s after the stop (allowed: %d, starved %d)"
                .formatted(
                        millis(audit.stopRotationMillis()),
                        Audit.STOP_LIMIT_MILLIS,
                        starvedSince(moments().stopBegun())));
        lines.add("drain: command took %d ms, nothing in flight after %d ms, %d of the requests there ended meanwhile"
                .formatted(
                        moments().drainAnswered() - moments().drainAsked(),
                        moments().drained() - moments().drainAsked(),
                        endedWhileDraining()));
        lines.add("retried: %d, received twice: %d, connections: %d"
                .formatted(retried(), receivedTwice(), load.connects()));
        audit.failures().forEach((why, sent) -> lines.add("failed, %s: %d".formatted(why, sent.size())));
        evidence.states()
                .changes()
                .forEach(change -> lines.add("%7.2f s  %s %s"
                        .formatted(
                                (change.askedMillis() - load.startMillis()) / 1e3, change.director(), change.state())));
        return String.join("\n", lines);
    }

    private static String millis(long millis) {
        return millis < 0 ? "never" : millis + " ms";
    }

    private Moments moments() {
        return evidence.moments();
    }

    private List<Phase> phases() {
        var at = moments();
        return List.of(
                new Phase("calm", load.startMillis(), at.killBegun()),
                new Phase("Director killed", at.killBegun(), at.restarted()),
                new Phase("Director back", at.restarted(), at.stopBegun()),
                new Phase("Director stopped", at.stopBegun(), at.continued()),
                new Phase("Director continued", at.continued(), at.drainAsked()),
                new Phase("Director drained", at.drainAsked(), at.undrainAsked()),
                new Phase("Director undrained", at.undrainAsked(), at.sidecarKilled()),
                new Phase("sidecar killed", at.sidecarKilled(), at.end()));
    }

    private String row(Phase phase) {
        var sent = evidence.sent().stream()
                .filter(one -> one.endMillis() >= phase.from && one.endMillis() < phase.to)
                .toList();
        var took = sent.stream()
                .mapToLong(Sent::tookNanos)
                .sorted()
                .mapToObj(nanos -> nanos / 1e6)
                .toList();
        return String.format(
                Locale.ROOT,
                "%-30s %8.1f %8d %7d %7.1f %7.1f %8d  %s",
                phase.name,
                (phase.to - phase.from) / 1e3,
                sent.size(),
                sent.stream().filter(one -> !one.ok()).count(),
                quantile(took, 0.5),
                quantile(took, 0.99),
                evidence.stalls().worst(phase.from, phase.to),
                causes(sent));
    }

    private static double quantile(List<Double> sorted, double share) {
        return sorted.isEmpty() ? 0 : sorted.get((int) Math.min(sorted.size() - 1, share * sorted.size()));
    }

    private Map<String, Long> causes(List<Sent> sent) {
        return sent.stream()
                .filter(one -> !one.ok())
                .map(one -> evidence.book().of(one.id()))
                .collect(Collectors.groupingBy(
                        line -> line == null ? "not in the log" : line.status() + " " + line.cause(),
                        TreeMap::new,
                        Collectors.counting()));
    }

    private long endedWhileDraining() {
        return evidence.sent().stream()
                .filter(one -> Script.DRAINED.equals(one.director()))
                .filter(one -> one.endMillis() >= moments().drainAnswered()
                        && one.endMillis() <= moments().drained() + 1)
                .count();
    }

    private long retried() {
        return evidence.book().lines().stream()
                .filter(line -> line.retries() > 0)
                .count();
    }

    private long receivedTwice() {
        return evidence.sent().stream()
                .filter(one ->
                        Objects.requireNonNull(evidence.ledger().of(one.id())).size() > 1)
                .count();
    }

    private long starvedSince(long from) {
        return evidence.stalls().sum(from, from + Audit.STOP_LIMIT_MILLIS);
    }
}
