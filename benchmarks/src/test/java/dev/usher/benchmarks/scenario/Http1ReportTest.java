package dev.usher.benchmarks.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.benchmarks.load.Latencies;
import dev.usher.benchmarks.report.Machine;
import java.util.List;
import org.junit.jupiter.api.Test;

class Http1ReportTest {

    private static final Latencies LATENCIES = new Latencies(1000, 0, 100, 400, 900, 1000, 20);
    private static final Machine MACHINE =
            new Machine("Z80", 2, "6.1", "64 KiB", "0.00", "abc", "25", "-Xint", "HAProxy 2.6", "wrk 4");

    @Test
    void targetsAreJudgedByThePairedRatio() {
        var report = markdown(sample("haproxy", 1, 40_000, 20), sample("usher", 1, 44_000, 18));

        assertThat(report)
                .contains("CPU per request 0.900 [0.900, 0.900]×")
                .contains("(target: at most 1.0: **met**)")
                .contains("throughput 1.100 [1.100, 1.100]×");
    }

    @Test
    void aRatioOnBothSidesOfOneIsWithinTheNoise() {
        var report = markdown(
                sample("haproxy", 1, 40_000, 20),
                sample("usher", 1, 36_000, 22),
                sample("haproxy", 2, 40_000, 20),
                sample("usher", 2, 42_000, 19));

        assertThat(report).contains("**missed, within the noise**");
    }

    @Test
    void windowsOfASaturatedLoadAreCounted() {
        var report = markdown(sample("haproxy", 1, 40_000, 20), sample("direct", 1, 90_000, 0));

        assertThat(report)
                .contains("Usher was not measured.")
                .contains("| direct | 90,000 [90,000, 90,000] | – | 99 % | 97 % | 1 of 1 | – |");
    }

    private static String markdown(Sample... samples) {
        var closed = List.of(samples);
        var open = closed.stream().map(sample -> sample.with(LATENCIES)).toList();
        var results = new Results(Transport.PLAIN, closed, 20_000, open);
        return new Http1Report(Pace.QUICK, MACHINE, List.of(results)).report().toString();
    }

    private static Sample sample(String candidate, int round, double perSecond, double cpuMicros) {
        return new Sample(candidate, Transport.PLAIN, round, perSecond, cpuMicros, 0.99, 0.97, 0.01, 0, null);
    }
}
