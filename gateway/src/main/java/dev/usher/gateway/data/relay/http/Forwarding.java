package dev.usher.gateway.data.relay.http;

import dev.usher.gateway.core.net.AccessList;
import dev.usher.gateway.core.net.AccessRule;
import dev.usher.gateway.core.net.IpAddress;
import org.jspecify.annotations.Nullable;

/// Whose address is judged when a trusted proxy stands in between.
final class Forwarding {

    private static final int HOPS_MAX = 32;

    private Forwarding() {}

    /// The address nearest to us in `X-Forwarded-For` that is not a trusted proxy's: what stands left of it anybody
    /// may have written. The proxy's own address when it forwarded none.
    ///
    /// @return null when the field is not a list of addresses, so that nobody can say who is meant
    static @Nullable IpAddress source(Head head, IpAddress peer, AccessList trusted) {
        var source = peer;
        int hops = 0;
        for (int i = head.fields - 1; i >= 0; i--) {
            if (head.field[i] != Field.X_FORWARDED_FOR) {
                continue;
            }
            var hosts = head.value(i).split(",", HOPS_MAX + 1);
            for (int h = hosts.length - 1; h >= 0; h--) {
                if (++hops > HOPS_MAX) {
                    return null;
                }
                var hop = address(hosts[h].strip());
                if (hop == null || !trusted.admits(hop)) {
                    return hop;
                }
                source = hop;
            }
        }
        return source;
    }

    private static @Nullable IpAddress address(String text) {
        try {
            var rule = AccessRule.parse(withoutPort(text));
            return rule.first().equals(rule.last()) ? rule.first() : null;
        } catch (IllegalArgumentException notAnAddress) {
            return null;
        }
    }

    /// Some proxies write `192.0.2.1:4711` or `[2001:db8::1]:4711`.
    private static String withoutPort(String text) {
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            return end < 0 ? text : text.substring(1, end);
        }
        int colon = text.indexOf(':');
        return colon >= 0 && colon == text.lastIndexOf(':') ? text.substring(0, colon) : text;
    }
}
