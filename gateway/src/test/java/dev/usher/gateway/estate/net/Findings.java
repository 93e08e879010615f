package dev.usher.gateway.estate.net;

import dev.usher.gateway.estate.AccessBook;
import dev.usher.gateway.estate.Ledger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Lays beside each other what was sent, what the Directors received, what the gateways wrote and what they saw.
/// *Confined to one thread.*
final class Findings {

    /// How much slower than its target a machine with two cores for a dozen processes may be.
    static final int SLACK = 3;

    private static final long AFTER_MILLIS = 1_000;
    private static final int FAULTS_MAX = 60;

    private final Evidence evidence;
    private final List<String> faults = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();

    /// All that the run has left.
    ///
    /// @param books the access logs by gateway
    /// @param lookouts by gateway
    record Evidence(
            int size,
            List<Scenario.Played> played,
            List<Event> events,
            Ledger ledger,
            Map<String, AccessBook> books,
            Map<String, Lookout> lookouts) {}

    /// What came of one scenario; times in milliseconds, -1 for what did not happen or is not asked for.
    ///
    /// @param routing from the fault to the last request that was given to whom a gateway must stop routing to
    /// @param roster from the fault until who must leave the roster is out of it at every gateway
    /// @param quorumLost from the fault until the first gateway said that there is no quorum
    /// @param drops how often a gateway saw somebody leave its roster who was in it
    /// @param events how many were sent while it lasted, and failed how many of them did
    /// @param silence the longest time without an answer at a gateway
    /// @param healed from the mending until all was well
    record Row(
            Scenario.Played played,
            long routing,
            long roster,
            long quorumLost,
            long drops,
            long events,
            long failed,
            long silence,
            long healed) {}

    private Findings(Evidence evidence) {
        this.evidence = evidence;
    }

    static Findings of(Evidence evidence) {
        var findings = new Findings(evidence);
        evidence.played.forEach(findings::look);
        findings.nothingIsLostOrDoubled();
        findings.nothingFailsBetween();
        return findings;
    }

    List<String> faults() {
        return faults;
    }

    List<Row> rows() {
        return rows;
    }

    int size() {
        return evidence.size;
    }

    private void look(Scenario.Played played) {
        var during = evidence.events.stream()
                .filter(event -> event.endMillis() >= played.begun() && event.atMillis() <= end(played))
                .toList();
        long routing = -1;
        long roster = -1;
        long quorum = -1;
        for (var gateway : NetEstate.GATEWAYS) {
            routing = Math.max(routing, routing(played, gateway));
            roster = Math.max(roster, roster(played, gateway));
            quorum = earlier(quorum, quorumLost(played, gateway));
            nobodyElseIsMissed(played, gateway);
        }
        var expected = played.scenario().expected();
        within("the last request for whom it must stop routing to", played, routing, expected.routingMillis());
        within("out of the roster", played, roster, expected.rosterMillis());
        during.stream().filter(event -> !event.ok()).forEach(event -> hasItsReason(played, event));
        rows.add(new Row(
                played,
                routing,
                roster,
                quorum,
                drops(played),
                during.size(),
                during.stream().filter(event -> !event.ok()).count(),
                silence(during, played),
                played.full() < 0 ? -1 : played.full() - played.mended()));
    }

    private static long end(Scenario.Played played) {
        return (played.full() < 0 ? played.mended() + 90_000 : played.full()) + AFTER_MILLIS / 2;
    }

    private static long earlier(long one, long other) {
        return one < 0 ? other : other < 0 ? one : Math.min(one, other);
    }

    private long routing(Scenario.Played played, String gateway) {
        var out = played.scenario().expected().out(gateway);
        return book(gateway).lines().stream()
                .filter(line -> line.director() != null && out.contains(line.director()))
                .filter(line -> line.atMillis() >= played.begun() && line.atMillis() < played.mended())
                .mapToLong(line -> line.atMillis() - played.begun())
                .max()
                .orElse(-1);
    }

    private long roster(Scenario.Played played, String gateway) {
        var absent = played.scenario().expected().absent(gateway);
        return absent.stream()
                .mapToLong(director -> sights(played, gateway).stream()
                        .filter(sight -> !sight.present().contains(director))
                        .mapToLong(sight -> Math.max(0, sight.sinceMillis() - played.begun()))
                        .findFirst()
                        .orElse(Long.MAX_VALUE))
                .max()
                .orElse(-1);
    }

    private long quorumLost(Scenario.Played played, String gateway) {
        return sights(played, gateway).stream()
                .filter(sight -> !sight.quorum())
                .mapToLong(sight -> Math.max(0, sight.sinceMillis() - played.begun()))
                .findFirst()
                .orElse(-1);
    }

    private long drops(Scenario.Played played) {
        long drops = 0;
        for (var gateway : NetEstate.GATEWAYS) {
            var before = Set.<String>of();
            for (var sight : sights(played, gateway)) {
                drops += before.stream()
                        .filter(name -> !sight.present().contains(name))
                        .count();
                before = sight.present();
            }
        }
        return drops;
    }

    private List<Sight> sights(Scenario.Played played, String gateway) {
        return Objects.requireNonNull(evidence.lookouts.get(gateway)).between(played.begun(), end(played));
    }

    private void nobodyElseIsMissed(Scenario.Played played, String gateway) {
        var expected = played.scenario().expected();
        for (var sight : sights(played, gateway)) {
            sight.directors().forEach((name, one) -> {
                long at = sight.sinceMillis() - played.begun();
                if (!one.present() && !expected.mayMiss(gateway, name)) {
                    fault(played, "%s drops %s from the roster after %d ms".formatted(gateway, name, at));
                }
                if (!one.healthy() && !expected.out(gateway).contains(name)) {
                    fault(played, "%s holds %s for %s after %d ms".formatted(gateway, name, one.state(), at));
                }
            });
        }
    }

    private void within(String what, Scenario.Played played, long took, long targetMillis) {
        if (took > SLACK * targetMillis && targetMillis > 0) {
            fault(played, "%s: %d ms (target %d)".formatted(what, took, targetMillis));
        }
    }

    private void hasItsReason(Scenario.Played played, Event event) {
        var line = book(event.gateway()).of(event.id());
        var director = line == null ? null : line.director();
        if (director == null
                || !played.scenario().expected().out(event.gateway()).contains(director)) {
            fault(played, "%s failed: the access log says %s".formatted(event, line));
        }
    }

    private static long silence(List<Event> during, Scenario.Played played) {
        long longest = 0;
        for (var gateway : NetEstate.GATEWAYS) {
            var last = new HashMap<String, Long>();
            for (var event : during) {
                if (event.ok() && event.gateway().equals(gateway) && event.endMillis() >= played.begun()) {
                    var before = last.put(gateway, event.endMillis());
                    longest = Math.max(longest, before == null ? 0 : event.endMillis() - before);
                }
            }
        }
        return longest;
    }

    private void nothingIsLostOrDoubled() {
        for (var event : evidence.events) {
            var received = evidence.ledger.of(event.id());
            boolean right = event.ok()
                    ? received.size() == 1 && received.getFirst().director().equals(event.director())
                    : received.size() <= 1;
            if (!right) {
                add(event + ": received as " + received);
            }
        }
    }

    private void nothingFailsBetween() {
        evidence.events.stream()
                .filter(event -> !event.ok())
                .filter(event -> evidence.played.stream()
                        .noneMatch(played -> event.endMillis() >= played.begun() && event.atMillis() <= end(played)))
                .forEach(event -> add("while all was well: " + event));
    }

    private AccessBook book(String gateway) {
        return Objects.requireNonNull(evidence.books.get(gateway));
    }

    private void fault(Scenario.Played played, String what) {
        add(played.scenario().name() + ": " + what);
    }

    private void add(String fault) {
        if (faults.size() < FAULTS_MAX) {
            faults.add(fault);
        }
    }
}
