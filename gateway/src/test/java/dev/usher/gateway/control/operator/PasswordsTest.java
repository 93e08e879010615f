package dev.usher.gateway.control.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class PasswordsTest {

    @Test
    void refusesWhenTooManyWait() {
        var slow = Argon2.hash("password", new Random(7));
        var tries = new ArrayList<CompletableFuture<Boolean>>();
        try (var passwords = new Passwords()) {
            assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> {
                while (tries.size() < 10 * Passwords.WAITING_MAX) {
                    tries.add(passwords.match("wrong", slow));
                }
            });
        }
        assertThat(tries).hasSizeGreaterThanOrEqualTo(Passwords.WAITING_MAX);
    }
}
