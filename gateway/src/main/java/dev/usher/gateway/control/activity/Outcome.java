package dev.usher.gateway.control.activity;

import dev.usher.gateway.control.activity.Violation.Kind;
import java.util.Comparator;
import java.util.List;

/// What came of the wish to change something. *Immutable.*
public sealed interface Outcome<T> {

    /// It is so now; on a dry run, it would be.
    ///
    /// @param changed whether anything is different from before
    /// @param warnings what is legal but dangerous about it
    record Done<T>(T value, boolean changed, List<Violation> warnings) implements Outcome<T> {
        public Done {
            warnings = List.copyOf(warnings);
        }
    }

    /// It was changed since the asker looked.
    ///
    /// @param revision the one that it has now
    record Stale<T>(long revision) implements Outcome<T> {}

    /// There is nothing of that name.
    record NotFound<T>() implements Outcome<T> {}

    /// Something is in the way; all of it is told.
    record Refused<T>(List<Violation> violations) implements Outcome<T> {
        public Refused {
            violations = List.copyOf(violations);
            if (violations.isEmpty()) {
                throw new IllegalArgumentException("refused for nothing");
            }
        }

        /// The gravest of them.
        public Kind kind() {
            return violations.stream()
                    .map(violation -> violation.code().kind())
                    .min(Comparator.naturalOrder())
                    .orElseThrow();
        }
    }
}
