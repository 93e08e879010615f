package dev.usher.gateway.control.store;

import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.model.ServiceName;
import java.util.List;
import java.util.Map;

/// A cluster that was created through the API.
///
/// @param port the coordination port of Directors that name none
/// @param settings what no rule asks for, as JSON with the keys of the YAML: `balancing`, `health`, `retry`, `update`
/// @param directors in the order in which they were given
/// @param revision grows by one with each change
public record ClusterRow(
        ClusterName name,
        Ownership type,
        int port,
        boolean enabled,
        boolean plaintextAccepted,
        Tls tls,
        Restriction restriction,
        boolean tokensDemanded,
        String settings,
        List<Member> directors,
        long revision,
        long createdEpochMillis) {

    /// @param certificate PEM, the chain; empty where there is none
    /// @param authority PEM of the cluster's CA; empty where peers are pinned to the certificate
    /// @param sealedKey the private key, sealed; empty where there is none
    public record Tls(boolean enabled, String certificate, String authority, Sealed sealedKey) {

        public static final Tls OFF = new Tls(false, "", "", Sealed.NONE);
    }

    /// @param sources as they were given: single addresses, ranges, CIDR
    public record Restriction(boolean enabled, List<String> sources) {
        public Restriction {
            sources = List.copyOf(sources);
        }
    }

    /// A Director's place in it. No Director is in two clusters: the database refuses it.
    public record Member(
            DirectorName director, String address, int port, int weight, Map<ServiceName, Integer> services) {
        public Member {
            services = Map.copyOf(services);
        }
    }

    public ClusterRow {
        directors = List.copyOf(directors);
    }
}
