package dev.usher.membership.settings;

import org.jspecify.annotations.Nullable;

/// A value that must be there. Where it is missing or wrong the mistake is already written down, and [#get] ends the
/// reading of the record that cannot be built without it.
///
/// So a reader first asks for all its keys, then closes the section, then gets the values: nothing is overlooked.
public final class Value<T> {

    private final @Nullable T value;

    private Value(@Nullable T value) {
        this.value = value;
    }

    static <T> Value<T> of(@Nullable T value) {
        return new Value<>(value);
    }

    /// The value; where there is none the surrounding record is given up, which is no further mistake.
    public T get() {
        if (value == null) {
            throw new Incomplete();
        }
        return value;
    }

    public boolean isPresent() {
        return value != null;
    }

    /// For checks that make sense only with a good value.
    public @Nullable T orNull() {
        return value;
    }

    /// Gives up one record whose mistakes are already written down. Never leaves this package.
    static final class Incomplete extends RuntimeException {
        Incomplete() {
            super("a mistake is already written down", null, false, false);
        }
    }
}
