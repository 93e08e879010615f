package dev.usher.membership.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScalarsTest {

    @ParameterizedTest
    @CsvSource({"500ms,500", "30s,30000", "5m,300000", "1h,3600000", "2d,172800000", "0s,0", "1500ms,1500"})
    void readsAndWritesDurations(String text, long millis) {
        var duration = Scalars.duration(text);

        assertThat(duration.toMillis()).isEqualTo(millis);
        assertThat(Scalars.words(duration)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0B,0", "1B,1", "1025B,1025", "32KiB,32768", "64MiB,67108864", "2GiB,2147483648"})
    void readsAndWritesSizes(String text, long bytes) {
        assertThat(Scalars.size(text)).isEqualTo(bytes);
        assertThat(Scalars.words(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "-1s", "1.5s", "5 m", "s", "1H", "9999999999999999s", "٣s"})
    void refusesWhatIsNoDuration(String text) {
        assertThatThrownBy(() -> Scalars.duration(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "5K", "5KB", "-1B", "1.5MiB", "999999999999999GiB"})
    void refusesWhatIsNoSize(String text) {
        assertThatThrownBy(() -> Scalars.size(text))
                .isInstanceOfAny(IllegalArgumentException.class, ArithmeticException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2027-02-22T00:00:00Z", "2027-02-22T01:00:00+01:00"})
    void readsInstantsWithTheirOffset(String text) {
        assertThat(Scalars.instant(text)).isEqualTo(Instant.parse("2027-02-22T00:00:00Z"));
    }
}
