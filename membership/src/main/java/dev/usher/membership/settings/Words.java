package dev.usher.membership.settings;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/// How found things are shown to an operator, and which known word an unknown one may have meant.
final class Words {

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final int SHOWN_MAX = 60;

    private Words() {}

    static String found(Node node) {
        return switch (node) {
            case ScalarNode scalar ->
                scalar.isPlain() ? shown(scalar.getValue()) : '"' + shown(scalar.getValue()) + '"';
            case MappingNode _ -> "keys and values";
            case Node _ -> "a list";
        };
    }

    static String shown(String text) {
        var clean = CONTROL.matcher(text).replaceAll("\uFFFD");
        return clean.length() <= SHOWN_MAX ? clean : clean.substring(0, SHOWN_MAX) + "…";
    }

    static String durations(Duration min, Duration max) {
        return Scalars.words(min) + ".." + Scalars.words(max) + ", as in 500ms, 30s, 5m, 1h";
    }

    static String sizes(long min, long max) {
        return Scalars.words(min) + ".." + Scalars.words(max) + ", as in 32KiB, 64MiB";
    }

    static <E extends Enum<E>> String choices(Class<E> type) {
        return Arrays.stream(type.getEnumConstants()).map(Words::written).collect(Collectors.joining(", "));
    }

    static String written(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /// The known word nearest to `unknown`, or null where none is near.
    static @Nullable String nearest(String unknown, Collection<String> known) {
        return known.stream()
                .filter(word -> distance(unknown, word) <= Math.max(1, Math.min(unknown.length(), word.length()) / 3))
                .min(Comparator.comparingInt((String word) -> distance(unknown, word))
                        .thenComparing(Comparator.naturalOrder()))
                .orElse(null);
    }

    /// How many characters must be put in, left out or replaced to make one of the other.
    private static int distance(String left, String right) {
        if (left.length() > SHOWN_MAX) {
            return Integer.MAX_VALUE;
        }
        var row = new int[right.length() + 1];
        for (var column = 0; column < row.length; column++) {
            row[column] = column;
        }
        for (var line = 1; line <= left.length(); line++) {
            var diagonal = row[0];
            row[0] = line;
            for (var column = 1; column < row.length; column++) {
                var replaced = diagonal + (left.charAt(line - 1) == right.charAt(column - 1) ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.min(replaced, 1 + Math.min(row[column], row[column - 1]));
            }
        }
        return row[right.length()];
    }
}
