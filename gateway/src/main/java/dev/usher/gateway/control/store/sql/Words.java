package dev.usher.gateway.control.store.sql;

import java.util.Optional;

/// What a driver says about a problem, short enough for an answer. Drivers tell no passwords.
final class Words {

    private static final int CHARACTERS_MAX = 300;

    private Words() {}

    static String of(Throwable problem) {
        var said = Optional.ofNullable(problem.getMessage())
                .orElse(problem.getClass().getSimpleName());
        var line = said.lines().findFirst().orElse(said).strip();
        return line.length() <= CHARACTERS_MAX ? line : line.substring(0, CHARACTERS_MAX);
    }
}
