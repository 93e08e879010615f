package dev.usher.gateway.data.health;

import dev.usher.gateway.core.model.ServiceName;
import dev.usher.gateway.core.snapshot.Director;
import dev.usher.gateway.core.snapshot.HealthCheck;
import dev.usher.membership.probe.ProbePace;
import dev.usher.membership.probe.ProbeTarget;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What is checked of one Director, and how often. *Immutable.*
record Check(ProbeTarget target, Duration timeout, ProbePace pace) {

    /// The check of `director` as its cluster has it; null when the Director does not have the service to check.
    static @Nullable Check of(HealthCheck health, Director director) {
        var port = port(director, health.service());
        if (port == null) {
            return null;
        }
        var target = switch (health.kind()) {
            case HTTP -> new ProbeTarget.Http(director.address(), port, health.path());
            case TCP -> new ProbeTarget.Tcp(director.address(), port);
            case GRPC -> new ProbeTarget.Grpc(director.address(), port);
        };
        var pace = new ProbePace(health.interval(), health.healthyAfter(), health.unhealthyAfter());
        return new Check(target, health.timeout(), pace);
    }

    private static @Nullable Integer port(Director director, ServiceName service) {
        return director.services().get(service);
    }

    /// Whether both look at the same place, so that what one saw holds for the other.
    boolean samePlace(Check other) {
        return target.port() == other.target.port() && target.host().equals(other.target.host());
    }

    /// The place, as in `10.0.0.11:8080`.
    String place() {
        var host = target.host();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + target.port();
    }
}
