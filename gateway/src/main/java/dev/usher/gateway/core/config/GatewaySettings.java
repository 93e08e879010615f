package dev.usher.gateway.core.config;

import dev.usher.gateway.core.model.Names;
import dev.usher.membership.settings.Section;
import java.nio.file.Path;
import java.time.Duration;

/// The process itself.
///
/// @param dataDir where it keeps what is its own
/// @param readyDelay how long it says "not ready" before it stops taking connections
/// @param drainTimeout how long what is in flight may take to finish then
public record GatewaySettings(String name, Path dataDir, Duration readyDelay, Duration drainTimeout) {

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
        var dataDir = section.value("data_dir", "a path", section::resolved, section.resolved("data"));
        var shutdown = section.section("shutdown", Shutdown::read);
        section.close();
        return new GatewaySettings(name, dataDir, shutdown.get().readyDelay, shutdown.get().drainTimeout);
    }

    private static String plain(String name) {
        if (!Names.plain(name)) {
            throw new IllegalArgumentException("no name");
        }
        return name;
    }
}
