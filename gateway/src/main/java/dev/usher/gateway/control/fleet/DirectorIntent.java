package dev.usher.gateway.control.fleet;

import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.model.ServiceName;
import java.util.Map;

/// A Director as it is configured.
///
/// @param address an IP address or a host name
/// @param port its sidecar's coordination port
/// @param services its data ports by name
/// @param enabled false for one that was disabled on its own
public record DirectorIntent(
        DirectorName name, String address, int port, int weight, Map<ServiceName, Integer> services, boolean enabled) {

    public DirectorIntent {
        services = Map.copyOf(services);
    }
}
