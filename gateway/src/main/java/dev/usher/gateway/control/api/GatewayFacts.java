package dev.usher.gateway.control.api;

/// What a gateway says of itself.
///
/// @param name from the configuration
/// @param version of the software
/// @param startedEpochMillis by the wall clock
public record GatewayFacts(String name, String version, long startedEpochMillis) {}
