package dev.usher.gateway.app;

import dev.usher.membership.time.Ticker;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// What verbs that talk to a running gateway need of the world around them.
///
/// @param environment where the gateway and the API token are named
/// @param zone in which people are told the time
record Remote(Terminal terminal, Map<String, String> environment, Ticker ticker, Pause pause, ZoneId zone) {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    /// The real world.
    static Remote system(Terminal terminal, Ticker ticker) {
        return new Remote(terminal, System.getenv(), ticker, Thread::sleep, ZoneId.systemDefault());
    }

    /// The gateway's management API. What is missing in the environment counts as wrong usage.
    AdminClient client(CommandSpec spec) {
        try {
            return AdminClient.in(environment);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /// A moment as people read it.
    String time(String instant) {
        return TIME.format(Instant.parse(instant).atZone(zone));
    }
}
