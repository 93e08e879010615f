package dev.usher.gateway.core.config;

import dev.usher.membership.settings.Section;
import java.time.Duration;

/// How long a listener waits.
///
/// @param handshake for TLS
/// @param header from the first byte of a request to the end of its headers
/// @param idle between two requests, or between two pieces of a body
/// @param connect for a connection to a Director
/// @param response from the end of a request to the first byte of its response
public record ListenerTimeouts(
        Duration handshake, Duration header, Duration idle, Duration connect, Duration response) {

    private static final Duration MIN = Duration.ofMillis(10);

    static ListenerTimeouts read(Section section) {
        var handshake = section.duration("handshake", Duration.ofSeconds(10), MIN, Duration.ofMinutes(5));
        var header = section.duration("header", Duration.ofSeconds(10), MIN, Duration.ofMinutes(5));
        var idle = section.duration("idle", Duration.ofMinutes(5), MIN, Duration.ofDays(1));
        var connect = section.duration("connect", Duration.ofSeconds(2), MIN, Duration.ofMinutes(5));
        var response = section.duration("response", Duration.ofSeconds(60), MIN, Duration.ofDays(1));
        section.close();
        return new ListenerTimeouts(handshake, header, idle, connect, response);
    }
}
