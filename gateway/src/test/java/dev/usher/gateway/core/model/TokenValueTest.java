package dev.usher.gateway.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TokenValueTest {

    /// The largest secret there is, so that the width of 43 is seen to be enough; computed independently.
    private static final String LARGEST = "usher_yhjskwdA6OZ1AL1YmHWZWm8LLG7HjnuCA2j5rOw8Xp1452hpc";

    private final Random random = new Random() {
        @Override
        public void nextBytes(byte[] bytes) {
            Arrays.fill(bytes, (byte) -1);
        }
    };

    @Test
    void hasTheAgreedForm() {
        assertThat(TokenValue.generate(random).reveal()).isEqualTo(LARGEST);
    }

    @Test
    void everyTokenIsWellFormedAndReadBack() {
        var seeds = new Random(11);
        for (var round = 0; round < 1_000; round++) {
            var token = TokenValue.generate(seeds);

            assertThat(token.reveal()).hasSize(55).matches("usher_[0-9A-Za-z]{49}");
            assertThat(TokenValue.parse(token.reveal())).isEqualTo(token);
        }
    }

    @Test
    void oneWrongCharacterIsNoticedAnywhere() {
        for (var index = 0; index < LARGEST.length(); index++) {
            var wrong = new StringBuilder(LARGEST);
            wrong.setCharAt(index, LARGEST.charAt(index) == 'x' ? 'y' : 'x');

            assertThat(TokenValue.wellFormed(wrong.toString())).isFalse();
        }
    }

    @Test
    void refusesOtherLengthsAndCharacters() {
        assertThat(TokenValue.wellFormed("")).isFalse();
        assertThat(TokenValue.wellFormed(LARGEST + "0")).isFalse();
        assertThat(TokenValue.wellFormed(LARGEST.substring(1))).isFalse();
        assertThat(TokenValue.wellFormed("usher_" + "-".repeat(49))).isFalse();
    }

    @Test
    void digestsItsWholeText() {
        assertThat(TokenValue.parse(LARGEST).digest())
                .hasToString("sha256:c5da24ee987612ed5cd4abb42bc67f6f87e1463f7b18127232740d4afa7fecd0");
    }

    @Test
    void isNeverShownByAccident() {
        assertThat(TokenValue.parse(LARGEST)).hasToString("(not shown)");
        assertThatThrownBy(() -> TokenValue.parse("usher_hunter2")).hasMessageNotContaining("hunter2");
    }
}
