package dev.usher.gateway.control.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RevisionTest {

    @Test
    void readsWhatItWrote() {
        assertThat(Revision.read(Revision.tag(7)).number()).isEqualTo(7);
    }

    @Test
    void takesAny() {
        assertThat(Revision.read(" * ").number()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "7", "W/\"7\"", "\"seven\"", "\"7\",", "\"7\", \"9\"", "\"-1\"", "\"9999999999999999999\""})
    void takesNothingElse(String header) {
        assertThatIllegalArgumentException().isThrownBy(() -> Revision.read(header));
    }
}
