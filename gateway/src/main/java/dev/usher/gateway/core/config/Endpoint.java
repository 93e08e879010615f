package dev.usher.gateway.core.config;

import java.util.regex.Pattern;

/// A host and a port to bind to, as in `127.0.0.1:8480`, `localhost:8480` or `[::1]:8480`. *Immutable.*
///
/// @param host an IP address, IPv6 without its brackets, or a host name
/// @param port 0 lets the system choose
public record Endpoint(String host, int port) {

    static final String EXPECTED = "host:port, IPv6 as [address]:port";

    private static final Pattern TEXT =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)]|([^\\[\\]:]+)):(\\d{1,5})");
    private static final int PORT_MAX = 65_535;

    public Endpoint {
        Hosts.parse(host);
        if (port < 0 || port > PORT_MAX) {
            throw new IllegalArgumentException("port: " + port + " (expected: 0..65535)");
        }
    }

    public static Endpoint parse(String text) {
        var matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text + " (expected: " + EXPECTED + ")");
        }
        var host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        return new Endpoint(host, Integer.parseInt(matcher.group(3)));
    }

    /// Whether only this machine can connect.
    public boolean loopback() {
        return Hosts.loopback(host);
    }

    /// Whether both cannot be bound at once.
    boolean collides(Endpoint other) {
        var sameHost = host.equalsIgnoreCase(other.host) || Hosts.wildcard(host) || Hosts.wildcard(other.host);
        return port != 0 && port == other.port && sameHost;
    }

    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
