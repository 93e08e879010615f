package dev.usher.gateway.app;

import dev.usher.gateway.control.operator.Argon2;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/// `usher password`: the hash of an administrator's password, for the configuration.
@Command(
        name = "password",
        description = "Asks for a password, or reads it from standard input, and prints its argon2id hash.",
        mixinStandardHelpOptions = true)
final class Password implements Callable<Integer> {

    private static final int LENGTH_MIN = 12;
    private static final int LENGTH_MAX = 1024;

    private final Terminal terminal;
    private final RandomGenerator random;

    Password(Terminal terminal, RandomGenerator random) {
        this.terminal = terminal;
        this.random = random;
    }

    @Override
    public Integer call() throws IOException {
        var password = terminal.secret("Password: ");
        var mistake = mistake(password);
        if (password == null || mistake != null) {
            terminal.err().println(mistake);
            return Usher.FAILED;
        }
        terminal.out().println(Argon2.hash(password, random).reveal());
        return 0;
    }

    private @Nullable String mistake(@Nullable String password) throws IOException {
        var length = password == null ? 0 : password.length();
        if (length < LENGTH_MIN || length > LENGTH_MAX) {
            return "password: " + length + " characters (expected: " + LENGTH_MIN + ".." + LENGTH_MAX + ")";
        }
        if (terminal.interactive() && !String.valueOf(password).equals(terminal.secret("Once more: "))) {
            return "password: typed differently (expected: twice the same)";
        }
        return null;
    }
}
