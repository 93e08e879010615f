package dev.usher.gateway.core.config;

import dev.usher.membership.settings.Section;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which version a cluster's Directors are brought to, when, and how patiently.
///
/// @param version of all Directors
/// @param schedule null with [Method#IMMEDIATE]
/// @param interval how often it is looked whether something is due
/// @param drainTimeout how long what is in flight may take before a Director is updated
/// @param healthTimeout a Director that is not healthy by then is rolled back
/// @param soak how long a Director must be healthy before the next one is begun
public record UpdateSettings(
        Method method,
        String version,
        @Nullable Schedule schedule,
        Duration interval,
        Duration drainTimeout,
        Duration healthTimeout,
        Duration soak) {

    /// When it begins.
    public enum Method {
        IMMEDIATE,
        SCHEDULE
    }

    private enum Mode {
        AUTO
    }

    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,63}");
    private static final Duration INTERVAL = Duration.ofSeconds(30);

    static UpdateSettings read(Section section) {
        var mode = section.choice("mode", Mode.class);
        var method = section.choice("method", Method.class);
        var version =
                section.value("version", "1 to 64 letters, digits, '.', '_', '+' or '-'", UpdateSettings::version);
        var schedule = section.optional("cron", Schedule.EXPECTED, text -> schedule(section, text));
        var interval = section.duration("interval", INTERVAL, INTERVAL, Duration.ofDays(1));
        var drain = section.duration("drain_timeout", Duration.ofSeconds(60), Duration.ZERO, Duration.ofHours(1));
        var health =
                section.duration("health_timeout", Duration.ofMinutes(5), Duration.ofSeconds(1), Duration.ofHours(1));
        var soak = section.duration("soak", Duration.ofSeconds(30), Duration.ZERO, Duration.ofDays(1));
        if (method.orNull() == Method.SCHEDULE && !section.has("cron")) {
            section.mistake("cron", "missing (expected: " + Schedule.EXPECTED + ", with method: schedule)");
        }
        if (method.orNull() == Method.IMMEDIATE && section.has("cron")) {
            section.mistake("cron", "given (expected: none with method: immediate)");
        }
        section.close();
        mode.get();
        return new UpdateSettings(method.get(), version.get(), schedule, interval, drain, health, soak);
    }

    private static String version(String text) {
        if (!VERSION.matcher(text).matches()) {
            throw new IllegalArgumentException("no version");
        }
        return text;
    }

    /// Says more than that it is none.
    private static Schedule schedule(Section section, String text) {
        try {
            return Schedule.parse(text);
        } catch (IllegalArgumentException problem) {
            section.mistake("cron", String.valueOf(problem.getMessage()));
            throw problem;
        }
    }
}
