package dev.usher.membership.config;

import dev.usher.membership.contract.proto.ClusterConfiguration;
import dev.usher.membership.contract.proto.DirectorConfiguration;
import dev.usher.membership.contract.proto.ProbeConfiguration;
import dev.usher.membership.mesh.Security;
import java.security.KeyPair;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The cluster that a gateway gave to a managed sidecar, as settings. *Immutable.*
///
/// @param probe null where neither the gateway nor the file says how to check
public record ManagedCluster(
        ClusterSettings cluster,
        DirectorSettings self,
        @Nullable ProbeSettings probe) {

    private static final int BYTES_MAX = 64 * 1024;
    private static final int INTERVAL_MILLIS_MIN = 100;
    private static final int MILLIS_MAX = 60_000;

    /// What came of reading one.
    public sealed interface Judged {

        record Accepted(ManagedCluster cluster) implements Judged {}

        /// @param why names what was found and what was expected
        record Refused(String why) implements Judged {}
    }

    /// @param self the Director beside which this sidecar runs
    /// @param ownProbe how its file says to check, if it does; the gateway's word wins
    /// @param enrolled the key pair that it enrolled with, or null before it did
    public static Judged judge(
            ClusterConfiguration offered, String self, @Nullable ProbeSettings ownProbe, @Nullable KeyPair enrolled) {
        try {
            return new Judged.Accepted(read(offered, self, ownProbe, enrolled));
        } catch (IllegalArgumentException problem) {
            return new Judged.Refused(String.valueOf(problem.getMessage()));
        }
    }

    private static ManagedCluster read(
            ClusterConfiguration offered, String self, @Nullable ProbeSettings ownProbe, @Nullable KeyPair enrolled) {
        var size = offered.getSerializedSize();
        require(size <= BYTES_MAX, "cluster: " + size + " bytes (expected: at most " + BYTES_MAX + ")");
        name("cluster.name", offered.getName());
        var revision = offered.getRevision();
        require(
                revision >= 1 && revision <= Integer.MAX_VALUE,
                "cluster.revision: " + Long.toUnsignedString(revision) + " (expected: 1.." + Integer.MAX_VALUE + ")");
        var security = offered.hasMesh()
                ? new Security.Mesh(ManagedMesh.read(offered.getMesh(), offered.getName(), self, enrolled))
                : new Security.Plaintext();
        var directors = offered.getDirectorsList().stream()
                .map(ManagedCluster::director)
                .toList();
        var cluster = new ClusterSettings(offered.getName(), revision, security, directors);
        check(cluster, offered.getPlaintextAccepted());
        var own = directors.stream()
                .filter(each -> each.name().equals(self))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("cluster.directors: without " + self
                        + " (expected: the Director beside which this sidecar runs)"));
        var probe = offered.hasProbe() ? probe(offered.getProbe(), own) : ownProbe;
        return new ManagedCluster(cluster, own, probe);
    }

    private static DirectorSettings director(DirectorConfiguration offered) {
        var name = name("cluster.directors.name", offered.getName());
        require(
                offered.getServicesCount() <= DirectorSettings.SERVICES_MAX,
                name + ": " + offered.getServicesCount() + " services (expected: at most "
                        + DirectorSettings.SERVICES_MAX + ")");
        offered.getServicesMap().forEach((service, port) -> {
            name(name + ": service", service);
            port(name + ": port of " + service, port, 65_535);
        });
        return new DirectorSettings(
                name,
                address(name, offered.getAddress()),
                port(name + ": port", offered.getPort(), 65_534),
                Map.copyOf(offered.getServicesMap()));
    }

    private static void check(ClusterSettings cluster, boolean plaintextAccepted) {
        var directors = cluster.directors();
        var count = directors.size();
        require(
                count >= 3 && count <= 15 && count % 2 == 1,
                "cluster.directors: " + count + " (expected: an odd number, 3..15)");
        var names = new HashSet<String>();
        var taken = new HashMap<String, String>();
        boolean plaintext = cluster.security() instanceof Security.Plaintext;
        for (var director : directors) {
            require(names.add(director.name()), director.name() + ": twice (expected: each name once)");
            var last = plaintext ? director.clientPort() : director.port();
            for (int port = director.port(); port <= last; port++) {
                var other = taken.putIfAbsent(director.address() + ":" + port, director.name());
                require(
                        other == null || other.equals(director.name()),
                        "port " + port + " of " + director.address() + ": taken by " + other + " and " + director.name()
                                + " (expected: "
                                + (plaintext ? "two ports each, its own and the next)" : "one port each)"));
            }
        }
        require(
                !plaintext || plaintextAccepted || directors.stream().allMatch(DirectorSettings::onLoopback),
                "cluster.plaintext_accepted: false (expected: true, or a mesh, off loopback)");
    }

    private static ProbeSettings probe(ProbeConfiguration offered, DirectorSettings self) {
        var check = switch (offered.getCheck()) {
            case HTTP -> ProbeSettings.Check.HTTP;
            case TCP -> ProbeSettings.Check.TCP;
            case GRPC -> ProbeSettings.Check.GRPC;
            case CHECK_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalArgumentException(
                        "probe.check: " + offered.getCheckValue() + " (expected: HTTP, TCP or GRPC)");
        };
        var service = name("probe.service", offered.getService());
        require(
                self.services().containsKey(service),
                "probe.service: " + service + " (expected: a service that " + self.name() + " has)");
        return new ProbeSettings(
                check,
                service,
                null,
                path(offered.getPath()),
                millis("probe.interval_millis", offered.getIntervalMillis(), INTERVAL_MILLIS_MIN),
                millis("probe.timeout_millis", offered.getTimeoutMillis(), 10),
                times("probe.healthy_after", offered.getHealthyAfter()),
                times("probe.unhealthy_after", offered.getUnhealthyAfter()));
    }

    private static String name(String field, String text) {
        require(Names.valid(text), field + ": " + shown(text) + " (expected: " + Names.EXPECTED + ")");
        return text;
    }

    private static String address(String director, String text) {
        try {
            return DirectorSettings.address(text);
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException(
                    director + ": address: " + shown(text) + " (expected: an IP address or a host name)");
        }
    }

    /// Empty stands for the default, as the message has no other way to leave it out.
    private static String path(String text) {
        try {
            return ProbeSettings.path(text.isEmpty() ? "/health" : text);
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException("probe.path: " + shown(text) + " (expected: a path such as /health)");
        }
    }

    private static int port(String field, int port, int max) {
        require(
                port >= 1 && port <= max,
                field + ": " + Integer.toUnsignedString(port) + " (expected: 1.." + max + ")");
        return port;
    }

    private static Duration millis(String field, int value, int min) {
        var millis = value == 0 ? 1_000 : value;
        require(
                millis >= min && millis <= MILLIS_MAX,
                field + ": " + Integer.toUnsignedString(value) + " (expected: " + min + ".." + MILLIS_MAX + ")");
        return Duration.ofMillis(millis);
    }

    private static int times(String field, int value) {
        var times = value == 0 ? 2 : value;
        require(times >= 1 && times <= 100, field + ": " + Integer.toUnsignedString(value) + " (expected: 1..100)");
        return times;
    }

    private static String shown(String text) {
        return text.length() <= 64 ? text : text.substring(0, 64) + "…";
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalArgumentException(problem);
        }
    }

    /// The members of the cluster as a configuration says them: for those who know no settings.
    public static ClusterConfiguration written(ClusterSettings cluster) {
        return ClusterConfiguration.newBuilder()
                .setName(cluster.name())
                .setRevision(cluster.revision())
                .addAllDirectors(written(cluster.directors()))
                .build();
    }

    private static List<DirectorConfiguration> written(List<DirectorSettings> directors) {
        return directors.stream()
                .map(each -> DirectorConfiguration.newBuilder()
                        .setName(each.name())
                        .setAddress(each.address())
                        .setPort(each.port())
                        .putAllServices(each.services())
                        .build())
                .toList();
    }
}
