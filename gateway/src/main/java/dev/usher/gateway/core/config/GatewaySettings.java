package dev.usher.gateway.core.config;

import dev.usher.gateway.core.model.Names;
import dev.usher.membership.settings.Section;
import java.time.Duration;

/// The process itself.
///
/// @param readyDelay how long it says "not ready" before it stops taking connections
/// @param drainTimeout how long what is in flight may take to finish then
public record GatewaySettings(String name, Duration readyDelay, Duration drainTimeout) {

    private record Shutdown(Duration readyDelay, Duration drainTimeout) {
        static Shutdown read(Section section) {
            var readyDelay =
                    section.duration("ready_delay", Duration.ofSeconds(5), Duration.ZERO, Duration.ofMinutes(5));
            var drainTimeout =
                    section.duration("drain_timeout", Duration.ofSeconds(30), Duration.ZERO, Duration.ofHours(1));
            section.close();
            return new Shutdown(readyDelay, drainTimeout);
        }
    }

    static GatewaySettings read(Section section) {
        var name = section.value("name", Names.EXPECTED, GatewaySettings::plain, "usher");
        var shutdown = section.section("shutdown", Shutdown::read);
        section.close();
        return new GatewaySettings(name, shutdown.get().readyDelay, shutdown.get().drainTimeout);
    }

    private static String plain(String name) {
        if (!Names.plain(name)) {
            throw new IllegalArgumentException("no name");
        }
        return name;
    }
}
