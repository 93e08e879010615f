package dev.usher.gateway.core.model;

/// The name of a listener, unique in a gateway.
///
/// At most 64 letters, digits, `-`, `_` or `.`, the first one a letter or digit. *Immutable.*
public record ListenerName(String value) implements Comparable<ListenerName> {

    public ListenerName {
        Names.check("listener name", value);
    }

    @Override
    public int compareTo(ListenerName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
