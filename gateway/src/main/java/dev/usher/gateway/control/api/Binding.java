package dev.usher.gateway.control.api;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where something is served.
///
/// @param port 0 lets the system choose
/// @param tls null for plain HTTP
public record Binding(String host, int port, @Nullable Tls tls) {

    /// A certificate chain and its private key, both PEM.
    public record Tls(Path certificate, Path key) {}

    /// Plain HTTP.
    public static Binding plain(String host, int port) {
        return new Binding(host, port, null);
    }
}
