package dev.usher.gateway.estate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Everything that an estate is meant to survive, in one minute under load. What all processes said, the ledgers and
/// the access log stay in `target/failover-ledger`.
class FailoverLedgerIT {

    private static final int AGENTS = 32;
    private static final int LINES_MAX = 45;
    private static final Duration START = Duration.ofMinutes(2);

    @Test
    @Tag("full")
    void nothingThatWasAnsweredIsLostOrDoubled() throws IOException {
        playedWith("least_requests");
    }

    @Test
    @Tag("soak")
    void nothingThatWasAnsweredIsLostOrDoubledInTurns() throws IOException {
        playedWith("round_robin");
    }

    private static void playedWith(String policy) throws IOException {
        try (var estate = new Estate(emptyFolder(policy), policy);
                var stalls = new Stalls()) {
            estate.start();
            estate.gateway().ready();
            Eventually.holds(
                    "all are there", START, () -> Estate.DIRECTORS.stream().allMatch(name -> isWell(estate, name)));

            var evidence = underLoad(estate, stalls);

            assertThat(evidence.sent()).hasSizeGreaterThan(5_000);
            assertThat(estate.gateway().process().said()).doesNotContain("ERROR", "LEAK");
            nobodyRepeatsItself(estate);
        }
    }

    /// What changed is told once: a minute with a Director killed, another one stopped and a sidecar killed is some
    /// twenty lines, not one for each try.
    private static void nobodyRepeatsItself(Estate estate) {
        assertThat(estate.gateway().process().said().lines()).hasSizeLessThan(LINES_MAX);
        for (var director : Estate.DIRECTORS) {
            assertThat(estate.sidecar(director).said().lines()).as(director).hasSizeLessThan(LINES_MAX);
        }
    }

    private static Path emptyFolder(String name) throws IOException {
        var folder = Files.createDirectories(
                Path.of("target", "failover-ledger", name).toAbsolutePath());
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
        }
        return folder;
    }

    private static boolean isWell(Estate estate, String name) {
        var director = estate.gateway().office().director(name);
        return "healthy".equals(director.getString("state")) && "connected".equals(director.getString("connection"));
    }

    private static Audit.Evidence underLoad(Estate estate, Stalls stalls) {
        var office = estate.gateway().office();
        try (var states = new StateWatch(office);
                var load = Load.start(AGENTS, estate.door())) {
            var moments = new Script(estate, load, states).play();
            var sent = load.stop();
            assertThat(office.metric("usher_access_log_dropped_total")).isZero();
            estate.gateway().process().terminate();
            assertThat(estate.gateway().process().exitCode(30)).isZero();
            var ledger = Ledger.read(
                    Estate.DIRECTORS.stream().collect(Collectors.toMap(Function.identity(), estate::ledger)));
            var book = AccessBook.read(estate.gateway().accessLog());
            var evidence = new Audit.Evidence(moments, sent, ledger, book, states, stalls);
            var audit = Audit.of(evidence);
            System.out.println(new Summary(evidence, audit, load));
            assertThat(audit.faults().stream().limit(30)).isEmpty();
            return evidence;
        }
    }
}
