package dev.usher.gateway.core.model;

/// The name of a data port of a Director, as in `otlp_grpc`.
///
/// At most 64 letters, digits, `-`, `_` or `.`, the first one a letter or digit. *Immutable.*
public record ServiceName(String value) implements Comparable<ServiceName> {

    public ServiceName {
        Names.check("service name", value);
    }

    @Override
    public int compareTo(ServiceName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
