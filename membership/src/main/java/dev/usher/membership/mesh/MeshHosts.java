package dev.usher.membership.mesh;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The names by which the members of a cluster know each other behind the mesh, the same ones everywhere; and to which
/// loopback address each leads in this process.
///
/// A name leads to where Hazelcast itself listens for its own Director, and to an egress for any other. When it is
/// taken
/// twice in one process, the latest one holds. *Thread-safe: one lock over a small map.*
final class MeshHosts {

    static final String SUFFIX = ".mesh.usher.invalid";

    private static final Map<String, List<InetAddress>> ADDRESSES = new HashMap<>();

    private MeshHosts() {}

    /// The host name of a Director's sidecar. Small letters and digits stand for themselves, anything else is its code
    /// after a dash: names that differ in case only stay apart.
    static String name(String cluster, String director) {
        return encoded(director) + "." + encoded(cluster) + SUFFIX;
    }

    static boolean isName(String host) {
        return host.endsWith(SUFFIX);
    }

    static void take(String name, InetAddress address) {
        synchronized (ADDRESSES) {
            ADDRESSES.computeIfAbsent(name, _ -> new ArrayList<>()).add(address);
        }
    }

    static void giveBack(String name, InetAddress address) {
        synchronized (ADDRESSES) {
            var held = ADDRESSES.get(name);
            if (held != null) {
                held.remove(address);
                if (held.isEmpty()) {
                    ADDRESSES.remove(name);
                }
            }
        }
    }

    static @Nullable InetAddress find(String name) {
        synchronized (ADDRESSES) {
            var held = ADDRESSES.get(name);
            return held == null ? null : held.getLast();
        }
    }

    private static String encoded(String text) {
        var encoded = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            var letter = text.charAt(i);
            if (letter >= 'a' && letter <= 'z' || letter >= '0' && letter <= '9') {
                encoded.append(letter);
            } else {
                encoded.append("-%02x".formatted((int) letter));
            }
        }
        return encoded.toString();
    }
}
