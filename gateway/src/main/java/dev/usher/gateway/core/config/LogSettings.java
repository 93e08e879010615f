package dev.usher.gateway.core.config;

import dev.usher.membership.settings.Section;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What is written down, and how.
///
/// @param access null for no access log
public record LogSettings(Format format, @Nullable AccessLog access) {

    /// How a line looks.
    public enum Format {
        TEXT,
        JSON
    }

    /// One line per request or connection.
    ///
    /// @param file null for standard output
    public record AccessLog(Format format, @Nullable Path file) {}

    private enum AccessFormat {
        TEXT,
        JSON,
        OFF
    }

    private static final String STDOUT = "stdout";

    static LogSettings read(Section section) {
        var format = section.choice("format", Format.TEXT);
        var access = section.section("access", LogSettings::readAccess);
        section.close();
        return new LogSettings(format, access.get().log);
    }

    /// Holds what may be null, as a section's value may not.
    private record Access(@Nullable AccessLog log) {}

    private static Access readAccess(Section section) {
        var format = section.choice("format", AccessFormat.TEXT);
        var stdout = section.string("file", STDOUT).equals(STDOUT);
        var file = stdout ? null : section.path("file").orNull();
        section.close();
        return new Access(
                switch (format) {
                    case TEXT -> new AccessLog(Format.TEXT, file);
                    case JSON -> new AccessLog(Format.JSON, file);
                    case OFF -> null;
                });
    }
}
