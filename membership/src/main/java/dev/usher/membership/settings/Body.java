package dev.usher.membership.settings;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was read of a text that somebody sent, and all that is wrong with it.
///
/// @param value null where nothing could be made of it; with mistakes beside it, it is only good for finding more
/// @param json whether it was JSON at all
public record Body<T>(@Nullable T value, boolean json, List<Mistake> mistakes, List<Mistake> warnings) {

    public Body {
        mistakes = List.copyOf(mistakes);
        warnings = List.copyOf(warnings);
    }
}
