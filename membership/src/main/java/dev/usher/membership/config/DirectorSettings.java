package dev.usher.membership.config;

import dev.usher.membership.contract.Roster;
import dev.usher.membership.settings.Section;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/// One Director of the cluster, with the address and port of its sidecar and the ports of its services. *Immutable.*
public record DirectorSettings(String name, String address, int port, Map<String, Integer> services) {

    static final int SERVICES_MAX = 64;
    private static final String ADDRESS = "an IP address or a host name";

    public DirectorSettings {
        services = Map.copyOf(services);
    }

    static DirectorSettings read(Section section, int clusterPort) {
        var name = section.value("name", Names.EXPECTED, Names::parse);
        var address = section.value("address", ADDRESS, DirectorSettings::address);
        var port = section.integer("port", clusterPort, 1, 65_534);
        var services = section.section("services", DirectorSettings::readServices);
        section.close();
        return new DirectorSettings(name.get(), address.get(), port, services.get());
    }

    /// Where gateways ask for the roster.
    public int clientPort() {
        return Roster.clientPort(port);
    }

    /// Whether nothing leaves this machine. Names other than localhost could lead anywhere.
    public boolean onLoopback() {
        if (address.equals("localhost")) {
            return true;
        }
        try {
            return InetAddress.ofLiteral(address).isLoopbackAddress();
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static Map<String, Integer> readServices(Section section) {
        var services = new LinkedHashMap<String, Integer>();
        for (var key : section.keys()) {
            if (!Names.valid(key)) {
                section.mistake(key, "as a service's name (expected: " + Names.EXPECTED + ")");
            }
            var port = section.integer(key, 1, 65_535).orNull();
            if (port != null) {
                services.put(key, port);
            }
        }
        if (services.size() > SERVICES_MAX) {
            section.mistake("", services.size() + " services (expected: at most " + SERVICES_MAX + ")");
        }
        section.close();
        return services;
    }

    static String address(String text) {
        if (!text.matches("[A-Za-z0-9]([A-Za-z0-9._-]{0,252})|[0-9A-Fa-f:.]{2,45}")) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }
}
