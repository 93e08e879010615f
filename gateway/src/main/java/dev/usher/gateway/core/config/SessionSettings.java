package dev.usher.gateway.core.config;

import dev.usher.membership.settings.Scalars;
import dev.usher.membership.settings.Section;
import java.time.Duration;

/// How long a person stays logged in.
///
/// @param idle without a call
/// @param absolute at most
public record SessionSettings(Duration idle, Duration absolute) {

    private static final Duration MIN = Duration.ofMinutes(1);

    static SessionSettings read(Section section) {
        var idle = section.duration("idle", Duration.ofMinutes(30), MIN, Duration.ofDays(1));
        var absolute = section.duration("absolute", Duration.ofHours(12), MIN, Duration.ofDays(7));
        if (idle.compareTo(absolute) > 0) {
            section.mistake(
                    "idle", Scalars.words(idle) + " (expected: at most absolute, " + Scalars.words(absolute) + ")");
        }
        section.close();
        return new SessionSettings(idle, absolute);
    }
}
