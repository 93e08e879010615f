package dev.usher.gateway.core.config;

import java.net.InetAddress;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What may stand where a host is named, decided without asking the network.
final class Hosts {

    static final String EXPECTED = "an IP address or a host name";

    private static final Pattern LABELS = Pattern.compile(
            "(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]{0,62})(\\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,62}))*\\.?");
    private static final Pattern V4_LIKE = Pattern.compile("[0-9.]+");
    private static final Pattern V4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    private Hosts() {}

    /// Returns `text`, an address or a host name; throws IllegalArgumentException where it is neither.
    static String parse(String text) {
        if (literal(text) == null
                && (V4_LIKE.matcher(text).matches() || !LABELS.matcher(text).matches())) {
            throw new IllegalArgumentException("no host");
        }
        return text;
    }

    static boolean loopback(String host) {
        var address = literal(host);
        return address == null ? host.equalsIgnoreCase("localhost") : address.isLoopbackAddress();
    }

    static boolean wildcard(String host) {
        var address = literal(host);
        return address != null && address.isAnyLocalAddress();
    }

    /// The address that `text` is, or null where it is a name.
    static @Nullable InetAddress literal(String text) {
        if (text.indexOf(':') < 0 && !V4.matcher(text).matches()) {
            return null;
        }
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
