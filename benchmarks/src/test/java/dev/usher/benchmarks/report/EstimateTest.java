package dev.usher.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EstimateTest {

    @Test
    void elevenValuesGiveTheSecondFromEitherEnd() {
        var estimate = Estimate.of(11, 1, 10, 2, 9, 3, 8, 4, 7, 5, 6);

        assertThat(estimate.median()).isEqualTo(6);
        assertThat(estimate.low()).isEqualTo(2);
        assertThat(estimate.high()).isEqualTo(10);
        assertThat(estimate.coverage()).isCloseTo(0.988, within(0.001));
    }

    @Test
    void evenCountsTakeTheMiddleOfTheMiddleTwo() {
        assertThat(Estimate.of(1, 2, 3, 10).median()).isEqualTo(2.5);
    }

    @Test
    void fewValuesGiveTheRangeAndSaySo() {
        var estimate = Estimate.of(3, 1, 2);

        assertThat(estimate.low()).isEqualTo(1);
        assertThat(estimate.high()).isEqualTo(3);
        assertThat(estimate.coverage()).isCloseTo(0.75, within(0.001));
    }

    @Test
    void theIntervalCoversTheMedianAsOftenAsItPromises() {
        var random = new Random(42);
        var covered = 0;
        var trials = 5_000;

        for (var trial = 0; trial < trials; trial++) {
            var values = new double[11];
            Arrays.setAll(values, _ -> Math.exp(random.nextGaussian()));
            var estimate = Estimate.of(values);
            if (estimate.low() <= 1 && 1 <= estimate.high()) {
                covered++;
            }
        }

        assertThat((double) covered / trials).isBetween(0.98, 0.995);
    }

    @Test
    void ratiosArePairedByRound() {
        var ratio = Estimate.ofRatios(new double[] {10, 40, 90}, new double[] {10, 20, 30});

        assertThat(ratio.median()).isEqualTo(2);
        assertThat(ratio.text(1)).isEqualTo("2.0 [1.0, 3.0]");
    }

    @Test
    void noValuesAreRefused() {
        assertThatThrownBy(Estimate::of).hasMessage("values: 0 (expected: at least 1)");
    }
}
