package dev.usher.membership.config;

import java.util.regex.Pattern;

/// The names of clusters, Directors and services.
final class Names {

    static final String EXPECTED = "1..64 letters, digits, '-', '_', '.', the first one a letter or digit";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private Names() {}

    static boolean valid(String text) {
        return NAME.matcher(text).matches();
    }

    static String parse(String text) {
        if (!valid(text)) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }
}
