package dev.usher.gateway.core.config;

import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.Names;
import dev.usher.gateway.core.model.ServiceName;
import dev.usher.membership.settings.Section;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How the gateway finds out whether a Director is fit.
///
/// @param path what an HTTP check asks for
/// @param healthyAfter how many good checks in a row bring a Director back
/// @param unhealthyAfter how many failed checks in a row take it out
public record HealthSettings(
        Check check,
        ServiceName service,
        String path,
        Duration interval,
        Duration timeout,
        int healthyAfter,
        int unhealthyAfter) {

    /// What is asked of the Director.
    public enum Check {
        /// `GET path` is answered 2xx or 3xx.
        HTTP,
        /// A connection comes about.
        TCP,
        /// `grpc.health.v1.Health/Check` answers `SERVING`, without TLS.
        GRPC
    }

    private static final Duration MIN = Duration.ofMillis(10);
    private static final Duration MAX = Duration.ofMinutes(5);

    static HealthSettings read(Section section, @Nullable ClusterName cluster, Registry registry) {
        var check = section.choice("check", Check.HTTP);
        var service = section.value("service", Names.EXPECTED, ServiceName::new, new ServiceName("http"));
        var path = section.value("path", RouteSettings.PATH, RouteSettings::path, "/health");
        var interval = section.duration("interval", Duration.ofMillis(500), MIN, MAX);
        var timeout = section.duration("timeout", Duration.ofMillis(400), MIN, MAX);
        var healthyAfter = section.integer("healthy_after", 2, 1, 100);
        var unhealthyAfter = section.integer("unhealthy_after", 2, 1, 100);
        section.later(() -> checkService(section, service, cluster, registry));
        section.close();
        return new HealthSettings(check, service, path, interval, timeout, healthyAfter, unhealthyAfter);
    }

    private static void checkService(
            Section section, ServiceName service, @Nullable ClusterName cluster, Registry registry) {
        var settings = cluster == null ? null : registry.cluster(cluster);
        if (settings != null) {
            settings.checkService(section, "service", service);
        }
    }
}
