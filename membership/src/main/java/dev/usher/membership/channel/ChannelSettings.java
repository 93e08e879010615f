package dev.usher.membership.channel;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whom to connect to, as whom. *Immutable.*
///
/// @param director for whom this sidecar speaks
/// @param enrolmentKey the single-use key, or null where the certificate is there already; never shown
/// @param folder where the identity is kept, as `identity.pem`
public record ChannelSettings(
        String director, List<Gateway> gateways, @Nullable String enrolmentKey, Path folder) {

    /// One gateway.
    ///
    /// @param ca a PEM file with the certificates that may have signed the gateway's
    public record Gateway(String host, int port, Path ca) {

        /// Its name among the gateways of this sidecar.
        public String address() {
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    public ChannelSettings {
        gateways = List.copyOf(gateways);
    }

    @Override
    public String toString() {
        return "channels of " + director + " to " + gateways;
    }
}
