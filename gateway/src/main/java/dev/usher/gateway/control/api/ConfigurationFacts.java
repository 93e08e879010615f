package dev.usher.gateway.control.api;

import org.jspecify.annotations.Nullable;

/// Which configuration is in force.
///
/// @param loadedEpochMillis when it was read
/// @param problem why the one that was read later is not; null where there is none
public record ConfigurationFacts(
        long loadedEpochMillis, @Nullable String problem) {}
