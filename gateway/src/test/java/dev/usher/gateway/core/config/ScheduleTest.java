package dev.usher.gateway.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {

    @ParameterizedTest
    @CsvSource({
        "0 2 * * 0,        2026-11-29T02:00:00Z",
        "0 2 * * 7,        2026-11-29T02:00:00Z",
        "0 2 * * SUN,      2026-11-29T02:00:00Z",
        "30 0 2 * * 0,     2026-11-29T02:00:30Z",
        "0 0 29 2 *,       2028-02-29T00:00:00Z",
        "'0,30 * * * * *', 2026-11-23T00:00:30Z",
        "15 0-58 * * * *,  2026-11-23T00:00:15Z",
        "'0,45 0 * * * *', 2026-11-23T00:00:45Z",
    })
    void fiveOrSixFieldsAreUnderstoodInUtc(String text, Instant next) {
        assertThat(Schedule.parse(text).after(Instant.parse("2026-11-23T00:00:00Z")))
                .contains(next);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "* * * *",
                "* * * * * * *",
                "61 * * * *",
                "0 0 30 2 *",
                "@daily",
                "0 2 L * *",
                "*/0 * * * *"
            })
    void whatNeverComesDueOrIsNoCronIsRefused(String text) {
        assertThatThrownBy(() -> Schedule.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected");
    }

    @ParameterizedTest
    @CsvSource({
        "*/20 * * * * *,       20",
        "'0,29 5 2 * * *',     29",
        "'0,45 * * * * *',     15",
        "'0,45 0-1 2 * * *',   15",
        "'0,45 0,59 * * * *',  15",
        "'0,45 0,59 0,23 * * *', 15",
        "* * * * * *,          1",
    })
    void twoFiringsAreNeverCloserThan30Seconds(String text, int gap) {
        assertThatThrownBy(() -> Schedule.parse(text)).hasMessageContaining("due twice within " + gap + " s");
    }

    @Test
    void aScheduleIsShownAsItWasWritten() {
        assertThat(Schedule.parse("0 2 * * 0")).hasToString("0 2 * * 0");
    }
}
