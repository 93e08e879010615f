package dev.usher.gateway.control.api;

import java.util.function.Supplier;

/// What a gateway says of itself.
///
/// @param name from the configuration
/// @param version of the software
/// @param startedEpochMillis by the wall clock
/// @param configuration which one is in force now
public record GatewayFacts(
        String name, String version, long startedEpochMillis, Supplier<ConfigurationFacts> configuration) {

    /// One that keeps the configuration that it started with.
    public GatewayFacts(String name, String version, long startedEpochMillis) {
        this(name, version, startedEpochMillis, () -> new ConfigurationFacts(startedEpochMillis, null));
    }
}
