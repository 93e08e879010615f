package dev.usher.membership.settings;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Collects the mistakes and warnings of one file, and the checks that wait for its end. *Confined to one thread.*
final class Mistakes {

    private static final Comparator<Mistake> BY_PLACE =
            Comparator.comparingInt(Mistake::line).thenComparingInt(Mistake::column);

    private final String file;
    private final List<Mistake> mistakes = new ArrayList<>();
    private final Set<Place> told = new HashSet<>();
    private final List<Mistake> warnings = new ArrayList<>();
    private final List<Runnable> checks = new ArrayList<>();

    Mistakes(String file) {
        this.file = file;
    }

    /// Of several mistakes in one place the first is the cause; the others would only repeat it.
    void add(Place place, String problem) {
        if (told.add(place)) {
            mistakes.add(mistake(place, problem));
        }
    }

    void warn(Place place, String problem) {
        warnings.add(mistake(place, problem));
    }

    void later(Runnable check) {
        checks.add(check);
    }

    /// Runs what waited for the end.
    void conclude() {
        for (var check : checks) {
            try {
                check.run();
            } catch (Value.Incomplete _) {
                // The check needs a value whose mistake is already written down.
            }
        }
    }

    boolean isEmpty() {
        return mistakes.isEmpty();
    }

    ConfigException exception() {
        return new ConfigException(mistakes());
    }

    List<Mistake> mistakes() {
        return mistakes.stream().sorted(BY_PLACE).toList();
    }

    List<Mistake> warnings() {
        return warnings.stream().sorted(BY_PLACE).distinct().toList();
    }

    private Mistake mistake(Place place, String problem) {
        return new Mistake(file, place.line(), place.column(), place.path(), problem);
    }
}
