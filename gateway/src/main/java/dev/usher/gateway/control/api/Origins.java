package dev.usher.gateway.control.api;

import dev.usher.gateway.core.net.AccessList;
import dev.usher.gateway.core.net.AccessRule;
import dev.usher.gateway.core.net.IpAddress;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a call came from. *Immutable.*
///
/// @param trustedProxies whose `X-Forwarded-For` is believed
record Origins(AccessList trustedProxies) {

    private static final int HOPS_MAX = 32;

    /// The address nearest to us that is not a trusted proxy's: what stands left of it anybody may have written. What
    /// is no address ends the search too.
    String address(HttpServerRequest request) {
        var peer = request.remoteAddress().hostAddress();
        return address(peer == null ? "" : peer, request.headers().getAll("X-Forwarded-For"));
    }

    /// Whether a call that a browser made was made by a page of ours: `Origin` is where the call went to. A trusted
    /// proxy may have taken the TLS off.
    boolean own(HttpServerRequest request) {
        var origin = request.getHeader("Origin");
        var authority = request.authority();
        if (origin == null || authority == null) {
            return origin == null;
        }
        var peer = parse(String.valueOf(request.remoteAddress().hostAddress()));
        boolean proxied = peer != null && trustedProxies.admits(peer);
        return own(origin, authority.toString(), request.isSSL(), proxied);
    }

    static boolean own(String origin, String authority, boolean secure, boolean proxied) {
        var here = (secure ? "https://" : "http://") + authority;
        return origin.equalsIgnoreCase(here) || proxied && origin.equalsIgnoreCase("https://" + authority);
    }

    String address(String peer, List<String> forwarded) {
        var nearest = parse(peer);
        if (nearest == null) {
            return peer;
        }
        for (var hop : hops(forwarded).reversed()) {
            var address = trustedProxies.admits(nearest) ? parse(hop) : null;
            if (address == null) {
                break;
            }
            nearest = address;
        }
        return nearest.toString();
    }

    /// Those nearest to us.
    private static List<String> hops(List<String> lines) {
        var hops = new ArrayList<String>();
        for (var line : lines) {
            hops.addAll(List.of(line.split(",", -1)));
        }
        return hops.subList(Math.max(0, hops.size() - HOPS_MAX), hops.size());
    }

    private static @Nullable IpAddress parse(String text) {
        try {
            var rule = AccessRule.parse(plain(text.strip()));
            return rule.first().equals(rule.last()) ? rule.first() : null;
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    /// Without a port, as in `192.0.2.1:4711` or `[2001:db8::1]:4711`, and without a zone, as in `fe80::1%eth0`.
    private static String plain(String text) {
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            return end < 0 ? text : text.substring(1, end);
        }
        int colon = text.indexOf(':');
        int end = colon >= 0 && colon == text.lastIndexOf(':') ? colon : text.indexOf('%');
        return end < 0 ? text : text.substring(0, end);
    }
}
