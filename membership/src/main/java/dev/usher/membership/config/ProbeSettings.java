package dev.usher.membership.config;

import dev.usher.membership.settings.Section;
import java.time.Duration;

/// How the sidecar checks its Director, at the Director's address. *Immutable.*
public record ProbeSettings(
        Check check, int port, String path, Duration interval, Duration timeout, int healthyAfter, int unhealthyAfter) {

    public enum Check {
        HTTP,
        TCP
    }

    static ProbeSettings read(Section section) {
        var check = section.choice("check", Check.HTTP, "grpc", "tls");
        var port = section.integer("port", 1, 65_535);
        var path = section.value("path", "a path such as /health", ProbeSettings::path, "/health");
        var interval =
                section.duration("interval", Duration.ofSeconds(1), Duration.ofMillis(100), Duration.ofMinutes(1));
        var timeout = section.duration("timeout", Duration.ofSeconds(1), Duration.ofMillis(10), Duration.ofMinutes(1));
        var healthyAfter = section.integer("healthy_after", 2, 1, 100);
        var unhealthyAfter = section.integer("unhealthy_after", 2, 1, 100);
        if (check == Check.TCP && section.mentions("path")) {
            section.mistake("path", "without a meaning (expected: absent with check: tcp)");
        }
        section.close();
        return new ProbeSettings(check, port.get(), path, interval, timeout, healthyAfter, unhealthyAfter);
    }

    private static String path(String text) {
        if (!text.matches("/[!-~]{0,1023}")) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }
}
