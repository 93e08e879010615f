package dev.usher.benchmarks.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The scenarios run to their end, with windows too short for their numbers to mean anything.
@Tag("full")
class ScenariosIT {

    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final Pace SHORTEST = new Pace(1, 1, 1, 1);

    @TempDir
    private Path out;

    @Test
    void http1MeasuresEveryCandidateOverBothTransports() throws IOException, InterruptedException {
        Http1.run(new Options(HOME, out, SHORTEST, true));

        assertThat(Files.readString(out.resolve("http1.md")))
                .contains("## Plain HTTP/1.1", "## HTTP/1.1 over TLS 1.3", "| haproxy |", "| usher |", "| direct |");
        assertThat(out.resolve("http1.json")).isNotEmptyFile();
    }

    @Test
    void footprintHoldsItsConnections() throws IOException, InterruptedException {
        var report = Footprint.run(new Options(HOME, out, Pace.QUICK, true));

        assertThat(report.idleMib()).isPositive();
        assertThat(report.perConnection()).isLessThan(1_000);
        assertThat(out.resolve("footprint.md")).isNotEmptyFile();
    }

    @Test
    void membershipHearsEveryWord() throws IOException, InterruptedException {
        var report = Membership.run(new Options(HOME, out, Pace.QUICK, true));

        assertThat(report.pssMean()).isPositive();
        assertThat(report.threadsPerCluster()).isPositive();
        assertThat(report.quantile(0.5)).isPositive();
        assertThat(out.resolve("membership.md")).isNotEmptyFile();
    }
}
