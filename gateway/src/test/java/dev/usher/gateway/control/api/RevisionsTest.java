package dev.usher.gateway.control.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RevisionsTest {

    @Test
    void admitsTheRevisionThatIsMeant() {
        var revisions = Revisions.read(Revisions.tag(7));

        assertThat(revisions.admit(7)).isTrue();
        assertThat(revisions.admit(8)).isFalse();
    }

    @Test
    void admitsOneOfSeveralAndAny() {
        assertThat(Revisions.read("\"7\", \"9\"").admit(9)).isTrue();
        assertThat(Revisions.read("*").admit(4711)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "W/\"7\"", "\"seven\"", "\"7\",", "\"-1\"", "\"9999999999999999999\""})
    void takesNothingElse(String header) {
        assertThatIllegalArgumentException().isThrownBy(() -> Revisions.read(header));
    }
}
