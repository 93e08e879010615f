package dev.usher.gateway.core.exchange;

/// What routing may look at in a request, without strings being made of it.
///
/// Valid only during the call it is handed to. *Confined to one event loop.*
public interface RequestView {

    /// Whether the path, as it was sent, starts with `prefix`.
    boolean pathStartsWith(String prefix);

    /// Whether the host the request names equals `host` (lower case, without a port).
    boolean hostIs(String host);

    /// Whether the host the request names ends with `suffix` (lower case, starting with a dot) and is longer.
    boolean hostEndsWith(String suffix);
}
