package dev.usher.gateway.core.model;

/// The name of an access token, unique in its cluster. It may be logged; the token's value never.
///
/// At most 64 letters, digits, `-`, `_` or `.`, the first one a letter or digit. *Immutable.*
public record TokenName(String value) implements Comparable<TokenName> {

    public TokenName {
        Names.check("token name", value);
    }

    @Override
    public int compareTo(TokenName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
