package dev.usher.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PasswordHashTest {

    /// What the reference implementation in C makes of the same password and salt.
    @Test
    void agreesWithTheReferenceImplementation() {
        var zeros = new Random() {
            @Override
            public void nextBytes(byte[] bytes) {
                Arrays.fill(bytes, (byte) 'a');
            }
        };

        assertThat(PasswordHash.of("correct horse battery", zeros))
                .isEqualTo(
                        "$argon2id$v=19$m=65536,t=3,p=1$YWFhYWFhYWFhYWFhYWFhYQ$iJ/eUZorhPBDwV4V46aJZ4BdVZuIZun8DGvYoVOtW+k");
    }
}
