package dev.usher.gateway.core.config;

import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.Names;
import dev.usher.gateway.core.model.ServiceName;
import dev.usher.membership.mesh.Security;
import dev.usher.membership.settings.Section;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A group of Directors that stand in for each other.
///
/// @param port the coordination port of those of its Directors that name none
/// @param revision which revision its self-managed sidecars should run; null where nobody says
/// @param plaintextAccepted whether coordination may leave loopback without TLS
/// @param security how its sidecars speak with each other and with this gateway; null for a mesh whose keys the
/// estate's authority gives, as in a managed cluster
public record ClusterSettings(
        ClusterName name,
        Type type,
        int port,
        boolean enabled,
        @Nullable Integer revision,
        boolean plaintextAccepted,
        @Nullable Security security,
        List<DirectorSettings> directors,
        AccessSettings access,
        BalancingSettings balancing,
        HealthSettings health,
        RetrySettings retry) {

    /// Who brings its Directors their configuration.
    public enum Type {
        MANAGED,
        SELF_MANAGED
    }

    private enum Plaintext {
        ACCEPTED
    }

    private static final int PORT = 8081;

    public ClusterSettings {
        directors = List.copyOf(directors);
    }

    static ClusterSettings read(Section section, Registry registry) {
        var name = section.value("name", Names.EXPECTED, ClusterName::new);
        var type = section.choice("type", Type.SELF_MANAGED);
        var port = section.integer("port", PORT, 1, DirectorSettings.PORT_MAX - 1);
        var enabled = section.bool("enabled", true);
        var revision = readRevision(section, type);
        var plaintext = section.optionalChoice("plaintext", Plaintext.class) != null;
        var tls = section.section("tls", child -> ClusterTls.read(child, type));
        var found = tls.orNull();
        var encrypted = found == null || found.enabled();
        var rules = new DirectorSettings.Rules(port, encrypted, plaintext || encrypted, registry);
        var directors = section.list("directors", director -> DirectorSettings.read(director, rules));
        var access = section.section("access", child -> AccessSettings.read(child, registry));
        var balancing = section.section("balancing", BalancingSettings::read);
        var health = section.section("health", child -> HealthSettings.read(child, name.orNull(), registry));
        var retry = section.section("retry", RetrySettings::read);
        section.notYet("update");
        declare(section, name.orNull(), registry);
        section.close();
        var cluster = new ClusterSettings(
                name.get(),
                type,
                port,
                enabled,
                revision,
                plaintext,
                tls.get().security(),
                directors,
                access.get(),
                balancing.get(),
                health.get(),
                retry.get());
        registry.add(cluster);
        return cluster;
    }

    private static void declare(Section section, @Nullable ClusterName name, Registry registry) {
        registry.claim(section, "name", "cluster name", name);
        if (name != null) {
            registry.declare(name);
        }
        var count = section.count("directors");
        if (count < 3 || count > 15 || count % 2 == 0) {
            section.mistake("directors", count + " Directors (expected: an odd number of them, 3..15)");
        }
    }

    private static @Nullable Integer readRevision(Section section, Type type) {
        if (!section.has("revision")) {
            return null;
        }
        var revision = section.integer("revision", 1, Integer.MAX_VALUE).orNull();
        if (type == Type.MANAGED) {
            section.mistake(
                    "revision", revision + " (expected: none with type: managed, whose revisions the gateway counts)");
        }
        return revision;
    }

    /// Writes down a mistake when a Director lacks `service`.
    void checkService(Section section, String key, ServiceName service) {
        for (var director : directors) {
            if (!director.services().containsKey(service)) {
                section.mistake(
                        key,
                        service + " (expected: a service of every Director of cluster " + name + "; " + director.name()
                                + " has none of that name)");
                return;
            }
        }
    }
}
