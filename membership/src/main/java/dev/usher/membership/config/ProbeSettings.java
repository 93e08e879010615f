package dev.usher.membership.config;

import dev.usher.membership.settings.Section;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How the sidecar checks its Director, at the Director's address. *Immutable.*
///
/// @param service the service whose port is checked; without one it is `port`, the same for all Directors
public record ProbeSettings(
        Check check,
        @Nullable String service,
        @Nullable Integer port,
        String path,
        Duration interval,
        Duration timeout,
        int healthyAfter,
        int unhealthyAfter) {

    public enum Check {
        HTTP,
        TCP,
        GRPC
    }

    static ProbeSettings read(Section section) {
        var check = section.choice("check", Check.HTTP, "tls");
        var service = section.optional("service", Names.EXPECTED, Names::parse);
        var port = section.has("port") ? section.integer("port", 1, 65_535).orNull() : null;
        var path = section.value("path", "a path such as /health", ProbeSettings::path, "/health");
        var interval =
                section.duration("interval", Duration.ofSeconds(1), Duration.ofMillis(100), Duration.ofMinutes(1));
        var timeout = section.duration("timeout", Duration.ofSeconds(1), Duration.ofMillis(10), Duration.ofMinutes(1));
        var healthyAfter = section.integer("healthy_after", 2, 1, 100);
        var unhealthyAfter = section.integer("unhealthy_after", 2, 1, 100);
        if (check != Check.HTTP && section.mentions("path")) {
            section.mistake("path", "without a meaning (expected: absent but with check: http)");
        }
        if (section.has("service") == section.has("port")) {
            section.mistake("port", "one of port and service is needed (expected: 1..65535, or the name of a service)");
        }
        section.close();
        return new ProbeSettings(check, service, port, path, interval, timeout, healthyAfter, unhealthyAfter);
    }

    /// The port to check of `director`.
    public int portOf(DirectorSettings director) {
        var number = service == null ? port : director.services().get(service);
        if (number == null) {
            throw new IllegalStateException(director.name() + " has no " + service);
        }
        return number;
    }

    static String path(String text) {
        if (!text.matches("/[!-~]{0,1023}")) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }
}
