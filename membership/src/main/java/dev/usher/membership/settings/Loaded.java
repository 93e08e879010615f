package dev.usher.membership.settings;

import java.util.List;

/// A configuration without mistakes, and what is legal in it but dangerous.
public record Loaded<T>(T value, List<Mistake> warnings) {

    public Loaded {
        warnings = List.copyOf(warnings);
    }
}
