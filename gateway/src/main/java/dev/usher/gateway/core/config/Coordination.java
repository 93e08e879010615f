package dev.usher.gateway.core.config;

import java.util.List;
import java.util.Locale;

/// A port that a sidecar takes of its Director's address to speak with its like.
///
/// @param host in lower case
public record Coordination(String host, int port) {

    /// Without TLS it takes a port for its like, and the one after it for gateways.
    public static List<Coordination> of(String address, int port, boolean encrypted) {
        var host = address.toLowerCase(Locale.ROOT);
        var first = new Coordination(host, port);
        return encrypted ? List.of(first) : List.of(first, new Coordination(host, port + 1));
    }

    /// Whether what is said there stays on this machine.
    public static boolean loopback(String address) {
        return Hosts.loopback(address);
    }
}
