package dev.usher.gateway.core.model;

import java.util.regex.Pattern;

/// What may stand in a name. Names appear in URLs, metric labels and file names, so they are kept plain.
public final class Names {

    /// The rule in words, for messages.
    public static final String EXPECTED = "1 to 64 letters, digits, '-', '_' or '.', the first one a letter or digit";

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private Names() {}

    /// Whether `name` may be a name.
    public static boolean plain(String name) {
        return PLAIN.matcher(name).matches();
    }

    static void check(String what, String name) {
        if (!plain(name)) {
            throw new IllegalArgumentException(what + ": " + name + " (expected: " + EXPECTED + ")");
        }
    }
}
