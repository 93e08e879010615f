package dev.usher.gateway.app.quickstart;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Words for a shell, quoted where they need it.
final class Shell {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private Shell() {}

    static String word(String text) {
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    static String line(List<String> words) {
        return words.stream().map(Shell::word).collect(Collectors.joining(" "));
    }
}
