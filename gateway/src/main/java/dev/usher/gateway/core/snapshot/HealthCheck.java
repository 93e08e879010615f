package dev.usher.gateway.core.snapshot;

import dev.usher.gateway.core.model.ServiceName;
import java.time.Duration;

/// How the gateway finds out whether a Director of a cluster is fit.
///
/// @param service the service whose port is checked
/// @param path what an HTTP check asks for
/// @param interval from one check to the next while all is well
/// @param timeout how long one check may take
/// @param healthyAfter how many good checks in a row bring a Director back
/// @param unhealthyAfter how many failed checks in a row take it out
public record HealthCheck(
        Kind kind,
        ServiceName service,
        String path,
        Duration interval,
        Duration timeout,
        int healthyAfter,
        int unhealthyAfter) {

    /// What is asked of the Director.
    public enum Kind {
        /// `GET path` is answered 2xx or 3xx.
        HTTP,
        /// A connection comes about.
        TCP,
        /// `grpc.health.v1.Health/Check` answers `SERVING`, without TLS.
        GRPC
    }
}
