package dev.usher.gateway.control.api;

import dev.usher.gateway.control.fleet.Clusters;
import dev.usher.gateway.control.fleet.Devices;
import dev.usher.gateway.control.fleet.Directors;
import dev.usher.gateway.control.fleet.Drains;
import dev.usher.gateway.control.store.Copies;
import dev.usher.gateway.control.store.Store;
import dev.usher.gateway.control.token.Carried;
import dev.usher.gateway.control.token.Closings;
import dev.usher.gateway.control.token.Tokens;
import dev.usher.gateway.control.token.Uses;
import java.util.List;

/// What can be changed where a store keeps it.
///
/// @param gateways where sidecars reach this estate's gateways, as in `gateway-1:8482`
public record Management(
        Store store,
        Copies copies,
        Directors directors,
        Clusters clusters,
        Devices devices,
        Drains drains,
        Tokens tokens,
        Closings closings,
        Uses uses,
        Carried carried,
        List<String> gateways) {

    public Management {
        gateways = List.copyOf(gateways);
    }
}
