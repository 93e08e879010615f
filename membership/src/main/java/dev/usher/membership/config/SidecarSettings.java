package dev.usher.membership.config;

import dev.usher.membership.mesh.MeshName;
import dev.usher.membership.mesh.Security;
import dev.usher.membership.settings.ConfigException;
import dev.usher.membership.settings.Loaded;
import dev.usher.membership.settings.Mistake;
import dev.usher.membership.settings.Secret;
import dev.usher.membership.settings.Section;
import dev.usher.membership.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A whole sidecar file. It serves all Directors of its cluster; [#self] says which one is meant. A file without a
/// cluster makes a managed sidecar, which is given one by a gateway. *Immutable.*
///
/// @param director the name that the file gives, if it does
/// @param cluster null for a managed sidecar
/// @param probe null where a gateway says how to check
/// @param dataDir a folder that holds one of each Director's name, in which its sidecar keeps what it must not forget
/// @param drainTimeout how long gateways may take to empty the Director before the sidecar ends; zero for not at all
public record SidecarSettings(
        @Nullable String director,
        @Nullable ClusterSettings cluster,
        @Nullable ProbeSettings probe,
        VersionSource version,
        List<GatewaySettings> gateways,
        @Nullable Secret enrolmentKey,
        Path dataDir,
        Duration drainTimeout) {

    public SidecarSettings {
        gateways = List.copyOf(gateways);
    }

    public static Loaded<SidecarSettings> read(Path file) {
        return Settings.read(file, SidecarSettings::read);
    }

    static SidecarSettings read(Section section) {
        section.integer("version", 1, 1);
        var director = section.optional("director", Names.EXPECTED, Names::parse);
        var managed = !section.mentions("cluster");
        var cluster = section.optionalSection("cluster", ClusterSettings::read);
        var probe = section.optionalSection("probe", ProbeSettings::read);
        var version = section.section("version_of_director", VersionSource::read);
        var gateways = section.list("gateways", GatewaySettings::read);
        var key = section.optionalSecret("enrolment_key");
        var dataDir = section.path("data_dir");
        var drain = section.section("shutdown", SidecarSettings::readShutdown);
        section.notYet("update");
        section.close();
        checkGateways(section, gateways, managed, key != null);
        if (managed) {
            checkManaged(section, probe);
        } else {
            checkCluster(section, director, cluster, probe);
        }
        return new SidecarSettings(director, cluster, probe, version.get(), gateways, key, dataDir.get(), drain.get());
    }

    public boolean managed() {
        return cluster == null;
    }

    /// The Director beside which this process runs: the one that the command line names, else the file, else the only
    /// one whose address is this machine's.
    ///
    /// @param file for the mistake
    /// @param local whether an address is this machine's
    public String self(Path file, @Nullable String named, Predicate<String> local) {
        var name = named == null ? director : named;
        if (cluster == null) {
            if (name == null || !Names.valid(name)) {
                throw mistake(
                        file,
                        (name == null ? "missing" : name)
                                + " (expected: --director or director with its name, as a file"
                                + " without a cluster is for one Director)");
            }
            return name;
        }
        var candidates = cluster.directors().stream()
                .filter(each ->
                        name == null ? local.test(each.address()) : each.name().equals(name))
                .toList();
        if (candidates.size() == 1) {
            return certified(file, cluster, candidates.getFirst()).name();
        }
        throw mistake(file, problem(cluster, name, candidates));
    }

    private static Duration readShutdown(Section section) {
        var drain = section.duration("drain_timeout", Duration.ZERO, Duration.ZERO, Duration.ofHours(1));
        section.close();
        return drain;
    }

    private static void checkGateways(
            Section section, List<GatewaySettings> gateways, boolean managed, boolean hasKey) {
        var most = GatewaySettings.COUNT_MAX;
        if (gateways.size() > most) {
            section.mistake("gateways", gateways.size() + " gateways (expected: at most " + most + ")");
        }
        if (managed && section.count("gateways") == 0) {
            section.mistake("gateways", "missing (expected: one at least, or a cluster)");
        }
        if (hasKey && section.count("gateways") == 0) {
            section.mistake("enrolment_key", "without a meaning (expected: absent without gateways)");
        }
        var addresses = new HashSet<String>();
        gateways.stream()
                .filter(each -> !addresses.add(each.address()))
                .forEach(each -> section.mistake("gateways", each.address() + " twice (expected: each gateway once)"));
    }

    private static void checkManaged(Section section, @Nullable ProbeSettings probe) {
        if (probe != null && probe.service() != null) {
            section.mistake("probe", "service " + probe.service() + " (expected: port, as there is no cluster here)");
        }
    }

    private static void checkCluster(
            Section section,
            @Nullable String director,
            @Nullable ClusterSettings cluster,
            @Nullable ProbeSettings probe) {
        if (!section.mentions("probe")) {
            section.mistake("probe", "missing (expected: how to check the Director)");
        }
        if (cluster == null) {
            return;
        }
        var directors = cluster.directors();
        if (director != null && directors.stream().noneMatch(each -> each.name().equals(director))) {
            section.mistake("director", director + " (expected: " + names(directors) + ")");
        }
        var service = probe == null ? null : probe.service();
        directors.stream()
                .filter(each -> service != null && !each.services().containsKey(service))
                .forEach(each -> section.mistake(
                        "probe", "service " + service + " (expected: a service that " + each.name() + " has)"));
    }

    private static ConfigException mistake(Path file, String problem) {
        return new ConfigException(List.of(new Mistake(file.toString(), 1, 1, "director", problem)));
    }

    /// With a `ca` each sidecar has a certificate of its own, and others refuse it under any other name.
    private static DirectorSettings certified(Path file, ClusterSettings cluster, DirectorSettings self) {
        if (cluster.security() instanceof Security.Mesh(var keys) && keys.authority() != null) {
            var expected = new MeshName(cluster.name(), MeshName.Role.DIRECTOR, self.name());
            var found = MeshName.of(keys.chain().getFirst());
            if (!expected.equals(found)) {
                throw new ConfigException(List.of(new Mistake(
                        file.toString(),
                        1,
                        1,
                        "cluster.tls.certificate",
                        (found == null ? "names nobody" : found.uri()) + " (expected: " + expected.uri() + ")")));
            }
        }
        return self;
    }

    private static String problem(ClusterSettings cluster, @Nullable String name, List<DirectorSettings> candidates) {
        var expected = " (expected: --director or director with one of " + names(cluster.directors()) + ")";
        if (name != null) {
            return name + expected;
        }
        return candidates.isEmpty()
                ? "missing, and no Director has an address of this machine" + expected
                : "missing, and " + names(candidates) + " have an address of this machine" + expected;
    }

    private static String names(List<DirectorSettings> directors) {
        return directors.stream().map(DirectorSettings::name).collect(Collectors.joining(", "));
    }
}
