package dev.usher.gateway.data.relay.http;

import dev.usher.gateway.core.net.AccessList;
import dev.usher.gateway.core.net.AccessRule;
import dev.usher.gateway.core.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Whose address is judged when a trusted proxy stands in between.
final class Forwarding {

    private static final int HOPS_MAX = 32;
    private static final String FOR = "for=";

    private Forwarding() {}

    /// The address nearest to us that is not a trusted proxy's, by `X-Forwarded-For` or, where there is none, by
    /// `Forwarded` (RFC 7239): what stands left of it anybody may have written. The proxy's own address when it
    /// forwarded none.
    ///
    /// @return null when what it forwarded is not a list of addresses, so that nobody can say who is meant
    static @Nullable IpAddress source(Head head, IpAddress peer, AccessList trusted) {
        var hops = hops(head, Field.X_FORWARDED_FOR);
        boolean elements = hops.isEmpty();
        if (elements) {
            hops = hops(head, Field.FORWARDED);
        }
        if (hops.size() > HOPS_MAX) {
            return null;
        }
        var source = peer;
        for (var hop : hops.reversed()) {
            var address = address(elements ? node(hop) : hop);
            if (address == null || !trusted.admits(address)) {
                return address;
            }
            source = address;
        }
        return source;
    }

    private static List<String> hops(Head head, Field field) {
        var hops = new ArrayList<String>();
        for (int i = 0; i < head.fields; i++) {
            if (head.field[i] == field) {
                for (var hop : head.value(i).split(",", HOPS_MAX + 1)) {
                    hops.add(hop.strip());
                }
            }
        }
        return hops;
    }

    /// The node of a `Forwarded` element, as in `for="[2001:db8::1]:4711";proto=https`; empty when it names none.
    private static String node(String element) {
        for (var pair : element.split(";", -1)) {
            var trimmed = pair.strip();
            if (trimmed.toLowerCase(Locale.ROOT).startsWith(FOR)) {
                return trimmed.substring(FOR.length()).replace("\"", "");
            }
        }
        return "";
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
