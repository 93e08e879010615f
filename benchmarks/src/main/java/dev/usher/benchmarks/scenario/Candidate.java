package dev.usher.benchmarks.scenario;

import org.jspecify.annotations.Nullable;

/// Something that answers requests: a proxy in a process of its own, or a Director without one. *Immutable.*
///
/// `tlsPort` is 0 where it speaks no TLS.
record Candidate(String name, @Nullable Child process, int plainPort, int tlsPort) {

    static final String DIRECT = "direct";
    static final String HAPROXY = "haproxy";
    static final String USHER = "usher";

    boolean speaks(Transport transport) {
        return port(transport) != 0;
    }

    /// The process of a proxy, which has one.
    Child child() {
        if (process == null) {
            throw new IllegalStateException(name + ": no process (expected: a proxy)");
        }
        return process;
    }

    int port(Transport transport) {
        return switch (transport) {
            case PLAIN -> plainPort;
            case TLS -> tlsPort;
        };
    }
}
