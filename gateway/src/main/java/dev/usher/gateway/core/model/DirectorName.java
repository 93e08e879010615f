package dev.usher.gateway.core.model;

/// The name of a Director, unique in an estate.
///
/// At most 64 letters, digits, `-`, `_` or `.`, the first one a letter or digit. *Immutable.*
public record DirectorName(String value) implements Comparable<DirectorName> {

    public DirectorName {
        Names.check("director name", value);
    }

    @Override
    public int compareTo(DirectorName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
