package dev.usher.gateway.core.model;

/// The name of a cluster, unique in an estate.
///
/// At most 64 letters, digits, `-`, `_` or `.`, the first one a letter or digit. *Immutable.*
public record ClusterName(String value) implements Comparable<ClusterName> {

    public ClusterName {
        Names.check("cluster name", value);
    }

    @Override
    public int compareTo(ClusterName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
