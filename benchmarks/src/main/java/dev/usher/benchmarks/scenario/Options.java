package dev.usher.benchmarks.scenario;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;

/// What the command line asks for. *Immutable.*
record Options(Path home, Path out, Pace pace, boolean usher) {

    static Options parse(String... args) {
        var left = new ArrayDeque<>(List.of(args));
        var home = Path.of("").toAbsolutePath();
        var out = home.resolve("benchmarks/results");
        var pace = Pace.FULL;
        var usher = true;
        while (!left.isEmpty()) {
            var option = left.remove();
            switch (option) {
                case "--home" -> home = Path.of(value(left, option)).toAbsolutePath();
                case "--out" -> out = Path.of(value(left, option)).toAbsolutePath();
                case "--quick" -> pace = Pace.QUICK;
                case "--rounds" -> pace = pace.withRounds(Integer.parseInt(value(left, option)));
                case "--warm-up" -> pace = pace.withWarmUp(Integer.parseInt(value(left, option)));
                case "--without-usher" -> usher = false;
                default ->
                    throw new IllegalArgumentException(
                            option
                                    + " (expected: --home DIR, --out DIR, --quick, --rounds N, --warm-up SECONDS, --without-usher)");
            }
        }
        return new Options(home, out, pace, usher);
    }

    private static String value(ArrayDeque<String> left, String option) {
        if (left.isEmpty()) {
            throw new IllegalArgumentException(option + ": nothing (expected: a value)");
        }
        return left.remove();
    }
}
