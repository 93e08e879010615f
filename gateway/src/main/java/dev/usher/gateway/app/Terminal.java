package dev.usher.gateway.app;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a verb reads and writes.
///
/// @param in what is piped in; a terminal's keyboard is asked without echo instead
/// @param console null where no person sits there
record Terminal(
        BufferedReader in,
        PrintWriter out,
        PrintWriter err,
        @Nullable Console console) {

    private static final int LINE_MAX = 4096;

    static Terminal system() {
        return new Terminal(
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                Optional.ofNullable(System.console())
                        .filter(Console::isTerminal)
                        .orElse(null));
    }

    /// A terminal without a person, for what another program pipes in.
    static Terminal piped(String in, PrintWriter out, PrintWriter err) {
        return new Terminal(new BufferedReader(new StringReader(in)), out, err, null);
    }

    boolean interactive() {
        return console != null;
    }

    /// Asks for a secret: a person without echo, otherwise the next line. Null at the end of the input.
    @Nullable
    String secret(String question) throws IOException {
        if (console != null) {
            var typed = console.readPassword("%s", question);
            return typed == null ? null : new String(typed);
        }
        return line();
    }

    private @Nullable String line() throws IOException {
        var line = new StringBuilder();
        for (var next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return line.isEmpty() ? null : line.toString();
            }
            if (line.length() == LINE_MAX) {
                throw new IOException("line of more than " + LINE_MAX + " characters");
            }
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }
}
