package dev.usher.gateway.estate;

import static dev.usher.gateway.estate.Script.DRAINED;
import static dev.usher.gateway.estate.Script.KILLED;
import static dev.usher.gateway.estate.Script.STOPPED;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Lays beside each other what was sent, what was received, and what the gateway says of it. *Confined to one thread.*
final class Audit {

    /// A request that races with the kernel's close of a dying process is as good as in flight there.
    static final long RACE_MILLIS = 100;

    static final long KILL_LIMIT_MILLIS = 1_000;
    static final long STOP_LIMIT_MILLIS = 2_000;

    /// How far the clocks of two processes that look at the same thing may be apart: both round to milliseconds.
    private static final long ROUNDING_MILLIS = 2;

    private final Evidence evidence;
    private final Moments at;
    private final List<String> faults = new ArrayList<>();
    private final Map<String, List<Sent>> failures = new HashMap<>();

    /// All that the run has left.
    record Evidence(
            Moments moments, List<Sent> sent, Ledger ledger, AccessBook book, StateWatch states, Stalls stalls) {}

    private Audit(Evidence evidence) {
        this.evidence = evidence;
        this.at = evidence.moments;
    }

    static Audit of(Evidence evidence) {
        var audit = new Audit(evidence);
        audit.all();
        return audit;
    }

    private void all() {
        everyAnswerIsInTheLedger();
        theLedgerHoldsNothingElse();
        theBookAgrees();
        everyFailureHasItsCause();
        somethingWasTriedAgain();
        theDeadGetNothing();
        theDrainedGetsNothing();
        nothingFailsDuring("the drain", at.drainAsked(), at.undrained());
        nothingFailsDuring("the sidecar's death", at.sidecarKilled(), at.end());
        theSidecarsDirectorStays();
    }

    /// What should not have been; empty when all is well.
    List<String> faults() {
        return faults;
    }

    /// What was not answered with success, by why that was to be expected.
    Map<String, List<Sent>> failures() {
        return failures;
    }

    /// From the kill to the last request that was given to the Director; -1 when none was.
    long killRotationMillis() {
        return lastStart(KILLED, at.killBegun(), at.restarted());
    }

    /// From the stop to the last request that was given to the Director; -1 when none was.
    long stopRotationMillis() {
        return lastStart(STOPPED, at.stopBegun(), at.continued());
    }

    private long lastStart(String director, long from, long to) {
        return evidence.book.lines().stream()
                .filter(line -> director.equals(line.director()) && line.atMillis() >= from && line.atMillis() < to)
                .mapToLong(line -> line.atMillis() - from)
                .max()
                .orElse(-1);
    }

    private void everyAnswerIsInTheLedger() {
        for (var sent : evidence.sent) {
            if (!sent.ok()) {
                continue;
            }
            var received = evidence.ledger.of(sent.id());
            var line = evidence.book.of(sent.id());
            int retries = line == null ? 0 : line.retries();
            boolean once =
                    received.size() == 1 && received.getFirst().director().equals(sent.director());
            boolean again = sent.idempotent()
                    && received.size() > 1
                    && received.size() <= retries + 1
                    && received.stream().anyMatch(entry -> entry.director().equals(sent.director()));
            if (!once && !again) {
                fault("%s: answered by %s, received as %s".formatted(sent, sent.director(), received));
            }
        }
    }

    private void theLedgerHoldsNothingElse() {
        var ids = new HashSet<String>();
        evidence.sent.forEach(sent -> ids.add(sent.id()));
        for (var entry : evidence.ledger.all()) {
            if (!ids.contains(entry.id())) {
                fault(entry + ": never sent");
            }
            if (entry.bytes() != 0 && entry.bytes() != 1024) {
                fault(entry + ": not the body that was sent");
            }
        }
    }

    private void theBookAgrees() {
        if (evidence.book.repeats()) {
            fault("the access log has a request twice");
        }
        for (var sent : evidence.sent) {
            var line = evidence.book.of(sent.id());
            if (sent.status() != 0 && (line == null || line.status() != sent.status())) {
                fault("%s: the access log says %s".formatted(sent, line));
            }
        }
    }

    private void everyFailureHasItsCause() {
        for (var sent : evidence.sent) {
            if (!sent.ok()) {
                var why = expected(sent);
                failures.computeIfAbsent(why == null ? "no reason" : why, _ -> new ArrayList<>())
                        .add(sent);
                if (sent.idempotent()) {
                    fault(sent + ": failed though it could be tried again");
                }
                if (why == null) {
                    fault("%s: the access log says %s, nothing explains it"
                            .formatted(sent, evidence.book.of(sent.id())));
                }
            }
        }
    }

    /// Or the run has shown nothing about retries.
    private void somethingWasTriedAgain() {
        if (evidence.book.lines().stream().noneMatch(line -> line.retries() > 0)) {
            fault("nothing was tried again");
        }
    }

    /// Why it was to be expected that `sent` fails; null when it was not.
    private @Nullable String expected(Sent sent) {
        var line = evidence.book.of(sent.id());
        var director = line == null ? null : line.director();
        long raceUntil = at.killDone() + RACE_MILLIS + starved(at.killBegun(), at.killDone() + RACE_MILLIS);
        if (KILLED.equals(director) && overlaps(sent, at.killBegun(), raceUntil)) {
            return "in flight at the killed Director";
        }
        var out = evidence.states.first(STOPPED, false, at.stopBegun());
        if (out != null && STOPPED.equals(director) && overlaps(sent, at.stopBegun(), out.askedMillis())) {
            return "in flight at the stopped Director";
        }
        return null;
    }

    private static boolean overlaps(Sent sent, long from, long to) {
        return sent.atMillis() <= to && sent.endMillis() + ROUNDING_MILLIS >= from;
    }

    private void theDeadGetNothing() {
        long kill = at.killBegun() + KILL_LIMIT_MILLIS;
        long stop = at.stopBegun() + STOP_LIMIT_MILLIS;
        nothingStarts(KILLED, kill + starved(at.killBegun(), kill), at.restarted());
        nothingStarts(STOPPED, stop + starved(at.stopBegun(), stop), at.continued());
        seenOut(KILLED, at.killBegun(), kill);
        seenOut(STOPPED, at.stopBegun(), stop);
    }

    /// The metric, too, has to tell in time; what counts is the last look that did not show it yet.
    private void seenOut(String director, long from, long limit) {
        var out = evidence.states.first(director, false, from);
        if (out == null || out.lastMillis() > limit + starved(from, limit)) {
            fault("%s: out of the rotation %s by the metric".formatted(director, out));
        }
    }

    private void theDrainedGetsNothing() {
        long answered = at.drainAnswered() + starved(at.drainAsked(), at.drainAnswered());
        nothingStarts(DRAINED, answered, at.undrainAsked());
        for (var entry : evidence.ledger.all()) {
            if (entry.director().equals(DRAINED)
                    && entry.atMillis() > at.drained()
                    && entry.atMillis() < at.undrainAsked()) {
                fault(entry + ": received while drained");
            }
        }
    }

    private void nothingStarts(String director, long from, long to) {
        for (var line : evidence.book.lines()) {
            if (director.equals(line.director())
                    && line.atMillis() > from + ROUNDING_MILLIS
                    && line.atMillis() < to - ROUNDING_MILLIS) {
                fault("%s: given to %s %d ms too late".formatted(line, director, line.atMillis() - from));
            }
        }
    }

    private void nothingFailsDuring(String what, long from, long to) {
        Predicate<Sent> during = sent -> sent.endMillis() >= from && sent.atMillis() <= to;
        evidence.sent.stream()
                .filter(during)
                .filter(sent -> !sent.ok())
                .forEach(sent -> fault("%s: failed during %s".formatted(sent, what)));
        if (evidence.sent.stream().filter(during).count() < 100) {
            fault("too few requests to speak of during " + what);
        }
    }

    private void theSidecarsDirectorStays() {
        var out = evidence.states.first(KILLED, false, at.sidecarKilled());
        if (out != null) {
            fault("the sidecar's death took its Director out: " + out);
        }
    }

    private long starved(long from, long to) {
        return evidence.stalls.sum(from, to);
    }

    private void fault(String what) {
        faults.add(what);
    }
}
