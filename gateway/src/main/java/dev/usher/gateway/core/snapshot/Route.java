package dev.usher.gateway.core.snapshot;

import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.ServiceName;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One line of a listener's routing table.
///
/// @param host the host it matches; null for any
/// @param pathPrefix what the path must start with, character for character, as in `/v1/`; null for any
public record Route(@Nullable Host host, @Nullable String pathPrefix, ClusterName cluster, ServiceName service) {

    /// A host to match.
    ///
    /// @param name lower case; for a wildcard what follows the `*`, with its dot
    /// @param wildcard whether any longer name that ends so matches
    public record Host(String name, boolean wildcard) {

        /// Reads `telemetry.example.com` or `*.example.com`.
        public static Host parse(String text) {
            var lower = text.toLowerCase(Locale.ROOT);
            boolean wildcard = lower.startsWith("*.");
            return new Host(wildcard ? lower.substring(1) : lower, wildcard);
        }
    }
}
