package dev.usher.gateway.control.fleet;

import dev.usher.gateway.control.activity.Description;
import dev.usher.gateway.control.store.ClusterRow;
import dev.usher.gateway.control.store.ClusterRow.Member;
import dev.usher.gateway.control.store.DeviceRow;
import dev.usher.gateway.control.store.DirectorRow;
import dev.usher.gateway.core.config.ClusterOptions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What is different between two states of a row, in words for the activity log.
final class Differences {

    private Differences() {}

    static Description of(DirectorRow from, DirectorRow to) {
        return new Description()
                .change("address", from.address(), to.address())
                .change("port", port(from.port()), port(to.port()))
                .change("services", sorted(from.services()), sorted(to.services()))
                .change("enabled", from.enabled(), to.enabled());
    }

    static Description of(ClusterRow from, ClusterRow to) {
        var description = new Description()
                .change("port", from.port(), to.port())
                .change("plaintext", plaintext(from), plaintext(to))
                .change("tls.enabled", from.tls().enabled(), to.tls().enabled());
        if (!from.tls().certificate().equals(to.tls().certificate())) {
            description.say("tls.certificate: " + (to.tls().certificate().isEmpty() ? "removed" : "replaced"));
        }
        if (!from.tls().authority().equals(to.tls().authority())) {
            description.say("tls.ca: " + (to.tls().authority().isEmpty() ? "removed" : "replaced"));
        }
        description.secret(
                "tls.private_key", !from.tls().sealedKey().equals(to.tls().sealedKey()));
        members(from.directors(), to.directors(), description);
        var before = from.restriction();
        var after = to.restriction();
        return description
                .change("access.restriction.enabled", before.enabled(), after.enabled())
                .items("access.restriction.sources", before.sources(), after.sources())
                .change("access.tokens.enabled", from.tokensDemanded(), to.tokensDemanded())
                .changes(options(from), options(to))
                .change("enabled", from.enabled(), to.enabled());
    }

    static Description of(DeviceRow from, DeviceRow to) {
        return new Description()
                .change("type", from.type(), to.type())
                .change("director", from.director(), to.director())
                .change("cluster", from.cluster(), to.cluster());
    }

    private static void members(List<Member> from, List<Member> to, Description description) {
        for (int i = 0; i < from.size(); i++) {
            var before = from.get(i);
            var after = to.get(i);
            var what = "directors." + before.director();
            description
                    .change(what + ".address", before.address(), after.address())
                    .change(what + ".port", before.port(), after.port())
                    .change(what + ".weight", before.weight(), after.weight())
                    .change(what + ".services", sorted(before.services()), sorted(after.services()));
        }
    }

    private static Map<String, Object> options(ClusterRow row) {
        return ClusterOptions.parse(row.settings()).values();
    }

    private static String plaintext(ClusterRow row) {
        return row.plaintextAccepted() ? "accepted" : "";
    }

    private static @Nullable Integer port(int port) {
        return port == 0 ? null : port;
    }

    private static String sorted(Map<?, ?> services) {
        var words = new TreeMap<String, Object>();
        services.forEach((name, port) -> words.put(name.toString(), port));
        return words.isEmpty() ? "" : words.toString();
    }
}
