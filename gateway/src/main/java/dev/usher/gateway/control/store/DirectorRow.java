package dev.usher.gateway.control.store;

import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.model.ServiceName;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A Director that was created through the API.
///
/// @param address an IP address or a host name; empty while nobody said
/// @param port its coordination port; 0 while nobody said
/// @param enabledBefore whether it was enabled before its cluster was disabled; null while that is not so
/// @param delivered whether a configuration was delivered to it that is still in force
/// @param revision grows by one with each change
public record DirectorRow(
        DirectorName name,
        Ownership type,
        String address,
        int port,
        Map<ServiceName, Integer> services,
        boolean enabled,
        @Nullable Boolean enabledBefore,
        boolean delivered,
        long revision,
        long createdEpochMillis) {

    public DirectorRow {
        services = Map.copyOf(services);
    }
}
