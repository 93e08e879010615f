package dev.usher.benchmarks.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReadingsTest {

    private static final List<String> STAT =
            List.of("cpu  30 0 30 200 0 0 0 0 0 0", "cpu0 10 1 20 100 5 2 3 4 0 0", "cpu1 20 0 10 100 0 0 0 0 0 0");

    @Test
    void schedstatBeginsWithTheTimeOnACore() {
        assertThat(CpuMeter.runNanos("126609 137669 2\n")).isEqualTo(126_609);
        assertThatThrownBy(() -> CpuMeter.runNanos("")).hasMessageContaining("schedstat: ");
    }

    @Test
    void threadsThatBeganInBetweenCountInFull() {
        var nanos = CpuMeter.between(Map.of("1", 100L, "2", 50L), Map.of("1", 130L, "3", 7L));

        assertThat(nanos).isEqualTo(37);
    }

    @Test
    void coresAreToldApart() {
        assertThat(CoreTimes.parse(STAT, 0)).isEqualTo(new CoreTimes(36, 105, 4));
        assertThat(CoreTimes.parse(STAT, 1)).isEqualTo(new CoreTimes(30, 100, 0));
        assertThatThrownBy(() -> CoreTimes.parse(STAT, 2)).hasMessageContaining("core: 2");
    }

    @Test
    void stolenTimeIsBusyTime() {
        var before = new CoreTimes(100, 100, 10);
        var after = new CoreTimes(150, 140, 20);

        assertThat(after.busySince(before)).isCloseTo(0.6, within(1e-9));
        assertThat(after.stolenSince(before)).isCloseTo(0.1, within(1e-9));
        assertThat(before.busySince(before)).isZero();
    }

    @Test
    void aNameInStatMayHoldSpacesAndParentheses() {
        var stat = "7 (a) b) S 1 7 7 0 -1 4194560 100 0 0 0 250 50 0 0 20 0 1 0 100 0 0";

        assertThat(ProcessCost.cpuSeconds(stat)).isEqualTo(3.0);
    }

    @Test
    void pssIsTheSumAndNoneOfItsParts() {
        var rollup = List.of("00400000-7ffd r--p [rollup]", "Rss:  9000 kB", "Pss:  8123 kB", "Pss_Dirty:  100 kB");

        assertThat(ProcessCost.pssKib(rollup)).isEqualTo(8123);
    }

    @Test
    void wrkTellsRequestsTimeAndErrors() {
        var load = Wrk.parse("Running 2s test\nsummary 100000 2000000 3\n");

        assertThat(load.perSecond()).isEqualTo(50_000);
        assertThat(load.errors()).isEqualTo(3);
        assertThatThrownBy(() -> Wrk.parse("unable to connect")).hasMessageContaining("a summary");
    }

    @Test
    void optionsAreAllOrNothing() {
        var options = Options.parse("--home", "/a", "--out", "/b", "--quick", "--rounds", "5");

        assertThat(options.pace()).isEqualTo(Pace.QUICK.withRounds(5));
        assertThatThrownBy(() -> Options.parse("--fast")).hasMessageStartingWith("--fast (expected: ");
        assertThatThrownBy(() -> Options.parse("--out")).hasMessage("--out: nothing (expected: a value)");
    }
}
