package dev.usher.gateway.core.config;

import dev.usher.membership.settings.Scalars;
import dev.usher.membership.settings.Section;

/// How much a listener takes on.
///
/// @param headerBytes of one request: its line and all its headers
/// @param bodyBytes of one request; [Long#MAX_VALUE] for any length
public record ListenerLimits(int connections, int connectionsPerSource, int headerBytes, long bodyBytes) {

    private static final String UNLIMITED = "unlimited";

    private static final int CONNECTIONS_MAX = 1_000_000;

    static ListenerLimits read(Section section) {
        var connections = section.integer("connections", 10_000, 1, CONNECTIONS_MAX);
        var perSource = section.integer("connections_per_source", 1_000, 1, CONNECTIONS_MAX);
        var headerBytes = section.size("header_size", 32 << 10, 1 << 10, 1 << 20);
        var bodyBytes =
                section.value("body_size", "a size such as 64MiB, or unlimited", ListenerLimits::body, Long.MAX_VALUE);
        section.close();
        return new ListenerLimits(connections, perSource, Math.toIntExact(headerBytes), bodyBytes);
    }

    private static long body(String text) {
        return text.equals(UNLIMITED) ? Long.MAX_VALUE : Scalars.size(text);
    }
}
