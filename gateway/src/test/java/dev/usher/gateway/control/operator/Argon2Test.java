package dev.usher.gateway.control.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.core.model.PasswordHash;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Argon2Test {

    /// What the reference implementation in C makes of the same password and salt.
    private static final String REFERENCE =
            "$argon2id$v=19$m=65536,t=3,p=1$YWFhYWFhYWFhYWFhYWFhYQ$iJ/eUZorhPBDwV4V46aJZ4BdVZuIZun8DGvYoVOtW+k";

    @Test
    void agreesWithTheReferenceImplementation() {
        var letters = new Random() {
            @Override
            public void nextBytes(byte[] bytes) {
                Arrays.fill(bytes, (byte) 'a');
            }
        };

        assertThat(Argon2.hash("correct horse battery", letters).reveal()).isEqualTo(REFERENCE);
    }

    @Test
    void knowsAPasswordAgain() {
        assertThat(Argon2.matches("correct horse battery", PasswordHash.parse(REFERENCE)))
                .isTrue();
        assertThat(Argon2.matches("correct horse batterz", PasswordHash.parse(REFERENCE)))
                .isFalse();
        assertThat(Argon2.matches("", PasswordHash.parse(REFERENCE))).isFalse();
    }
}
