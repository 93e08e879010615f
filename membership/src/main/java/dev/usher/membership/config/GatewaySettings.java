package dev.usher.membership.config;

import dev.usher.membership.settings.Section;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// One gateway that the sidecar connects to. *Immutable.*
///
/// @param ca the certificates that may have signed the gateway's
public record GatewaySettings(String host, int port, Path ca) {

    static final int COUNT_MAX = 15;
    private static final Pattern ADDRESS =
            Pattern.compile("(\\[([0-9A-Fa-f:.]{2,45})]|([A-Za-z0-9][A-Za-z0-9._-]{0,252}))" + ":([1-9][0-9]{0,4})");

    static GatewaySettings read(Section section) {
        var address = section.value("address", "host:port, as in gateway-1:8482", GatewaySettings::parse);
        var ca = section.file("ca_file");
        section.close();
        return new GatewaySettings(address.get().host(), address.get().port(), ca.get());
    }

    /// As it is written.
    public String address() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    private record Address(String host, int port) {}

    private static Address parse(String text) {
        var matcher = ADDRESS.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(4)) > 65_535) {
            throw new IllegalArgumentException(text);
        }
        var literal = matcher.group(2);
        return new Address(literal == null ? matcher.group(3) : literal, Integer.parseInt(matcher.group(4)));
    }
}
