package dev.usher.gateway.core.config;

import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.model.Names;
import dev.usher.gateway.core.model.ServiceName;
import dev.usher.membership.settings.Section;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One telemetry collector.
///
/// @param address an IP address or a host name
/// @param port its sidecar's coordination port
/// @param services its data ports by name
/// @param enabled false for one that was disabled on its own; a file cannot say so
public record DirectorSettings(
        DirectorName name, String address, int port, Map<ServiceName, Integer> services, boolean enabled) {

    static final int PORT_MAX = 65_535;

    private static final int WEIGHT = 100;
    private static final String COORDINATION =
            "coordination address, as a sidecar without tls takes its port and the one after it";

    /// What its cluster says for all of them.
    ///
    /// @param anywhere whether coordination may leave loopback
    record Rules(int port, boolean encrypted, boolean anywhere, Registry registry) {

        /// What a sidecar takes of its address: without TLS a port for its like, and the one after it for gateways.
        List<Endpoint> taken(String address, int port) {
            var first = new Endpoint(address, port);
            return encrypted ? List.of(first) : List.of(first, new Endpoint(address, port + 1));
        }
    }

    public DirectorSettings {
        services = Map.copyOf(services);
    }

    static DirectorSettings read(Section section, Rules rules) {
        var name = section.value("name", Names.EXPECTED, DirectorName::new);
        var address = section.value("address", Hosts.EXPECTED, Hosts::parse);
        var port = section.integer("port", rules.port, 1, PORT_MAX - 1);
        readWeight(section);
        var services = section.section("services", DirectorSettings::readServices);
        rules.registry.claim(section, "name", "Director name", name.orNull());
        checkAddress(section, address.orNull(), port, rules);
        section.close();
        return new DirectorSettings(name.get(), address.get(), port, services.get(), true);
    }

    static int readWeight(Section section) {
        var weight = section.integer("weight", WEIGHT, 0, 1000);
        if (weight != WEIGHT) {
            section.mistake("weight", weight + " is not supported yet (expected: " + WEIGHT + ")");
        }
        return weight;
    }

    private static void checkAddress(Section section, @Nullable String address, int port, Rules rules) {
        if (address == null) {
            return;
        }
        var portKey = section.has("port") ? "port" : "address";
        for (var taken : rules.taken(address, port)) {
            if (!rules.registry.claim(section, portKey, COORDINATION, taken)) {
                break;
            }
        }
        if (!rules.anywhere && !Hosts.loopback(address)) {
            section.mistake(
                    "address",
                    address
                            + " (expected: a loopback address, as coordination has no TLS; or tls, or plaintext: accepted"
                            + " in the cluster)");
        }
    }

    static Map<ServiceName, Integer> readServices(Section section) {
        var services = new LinkedHashMap<ServiceName, Integer>();
        for (var key : section.keys()) {
            var port = section.integer(key, 1, PORT_MAX).orNull();
            if (!Names.plain(key)) {
                section.mistake(key, "a service's name (expected: " + Names.EXPECTED + ")");
            } else if (port != null) {
                services.put(new ServiceName(key), port);
            }
        }
        section.close();
        return services;
    }
}
