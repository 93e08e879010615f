package dev.usher.membership.config;

import dev.usher.membership.settings.Section;
import java.util.List;

/// Where the Director's version comes from. *Immutable.*
public sealed interface VersionSource {

    /// It is written in the file.
    record Literal(String version) implements VersionSource {}

    /// The first line that a command prints.
    record Command(List<String> command) implements VersionSource {
        public Command {
            command = List.copyOf(command);
        }
    }

    /// Nobody says.
    record Unknown() implements VersionSource {}

    static VersionSource read(Section section) {
        var version = section.optional("version", "1..64 printable ASCII characters", VersionSource::version);
        var command = section.values("command", "a program and its arguments", VersionSource::argument);
        section.close();
        if (version != null && section.has("command")) {
            section.mistake("version", version + " beside a command (expected: one of the two)");
        }
        if (version != null) {
            return new Literal(version);
        }
        if (section.has("command") && command.isEmpty()) {
            section.mistake("command", "empty (expected: a program and its arguments)");
        }
        return command.isEmpty() ? new Unknown() : new Command(command);
    }

    private static String version(String text) {
        if (!text.matches("[!-~]([ -~]{0,62}[!-~])?")) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    private static String argument(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }
}
