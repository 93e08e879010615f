package dev.usher.gateway.control.channel;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import dev.usher.gateway.control.authority.Authority;
import dev.usher.gateway.control.fleet.Fleet;
import dev.usher.gateway.core.config.ClusterSettings;
import dev.usher.gateway.core.config.DirectorSettings;
import dev.usher.gateway.core.config.HealthSettings;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.membership.contract.proto.ClusterConfiguration;
import dev.usher.membership.contract.proto.DirectorConfiguration;
import dev.usher.membership.contract.proto.MeshConfiguration;
import dev.usher.membership.contract.proto.ProbeConfiguration;
import dev.usher.membership.mesh.Security;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Whose sidecars may come, what those of managed clusters should run, and which revision that is. A Director's own
/// certificate does not count as content: it is made for whoever asks.
///
/// *Thread-safe:* the revisions are in a concurrent map; where clusters or Directors come or go, others take its place.
final class Configurations {

    private final Authority authority;
    private final Fleet fleet;
    private final Map<ClusterName, ClusterConfiguration> contents;
    private final Map<DirectorName, ClusterName> clusters;
    private final Set<DirectorName> directors;
    private final Map<ClusterName, Long> revisions = new ConcurrentHashMap<>();

    private Configurations(
            Authority authority,
            Fleet fleet,
            Map<ClusterName, ClusterConfiguration> contents,
            Map<DirectorName, ClusterName> clusters,
            Set<DirectorName> directors) {
        this.authority = authority;
        this.fleet = fleet;
        this.contents = Map.copyOf(contents);
        this.clusters = Map.copyOf(clusters);
        this.directors = Set.copyOf(directors);
    }

    /// Composes everything and gives it its revision. Blocks.
    ///
    /// @param alone Directors that are in no cluster
    static Configurations of(Authority authority, Fleet fleet, List<ClusterSettings> settings, Set<DirectorName> alone)
            throws IOException, GeneralSecurityException {
        var contents = new TreeMap<ClusterName, ClusterConfiguration>(Comparator.comparing(ClusterName::value));
        var clusters = new HashMap<DirectorName, ClusterName>();
        var directors = new HashSet<>(alone);
        for (var cluster : settings) {
            cluster.directors().forEach(director -> directors.add(director.name()));
            if (cluster.type() == ClusterSettings.Type.MANAGED) {
                contents.put(cluster.name(), content(cluster, authority));
                cluster.directors().forEach(director -> clusters.put(director.name(), cluster.name()));
            }
        }
        var configurations = new Configurations(authority, fleet, contents, clusters, directors);
        for (var cluster : contents.keySet()) {
            configurations.revise(cluster, 0);
        }
        return configurations;
    }

    /// Whether there is such a Director.
    boolean knows(DirectorName director) {
        return directors.contains(director);
    }

    /// The managed cluster of `director`, or null.
    @Nullable
    ClusterName cluster(DirectorName director) {
        return clusters.get(director);
    }

    long revision(ClusterName cluster) {
        return revisions.getOrDefault(cluster, 0L);
    }

    /// Makes sure that the revision is not below what a sidecar already runs. Blocks.
    void revise(ClusterName cluster, long reported) throws IOException, GeneralSecurityException {
        var content = contents.get(cluster);
        if (content == null) {
            return;
        }
        long revision = authority.revision(cluster, bytes(content), reported);
        revisions.put(cluster, revision);
        fleet.wanted(cluster, revision);
    }

    /// What `director` is to run. Blocks.
    ///
    /// @param key for which its certificate in the mesh is made
    ClusterConfiguration configuration(ClusterName cluster, DirectorName director, PublicKey key)
            throws IOException, GeneralSecurityException {
        var configuration =
                Objects.requireNonNull(contents.get(cluster)).toBuilder().setRevision(revision(cluster));
        if (configuration.hasMesh()) {
            var leaf = authority.directorLeaf(cluster, director, key).getEncoded();
            configuration.getMeshBuilder().setCertificate(ByteString.copyFrom(leaf));
        }
        return configuration.build();
    }

    private static ClusterConfiguration content(ClusterSettings cluster, Authority authority)
            throws IOException, GeneralSecurityException {
        var content = ClusterConfiguration.newBuilder()
                .setName(cluster.name().value())
                .setProbe(probe(cluster.health()));
        cluster.directors().forEach(director -> content.addDirectors(director(director)));
        if (cluster.security() instanceof Security.Plaintext) {
            return content.setPlaintextAccepted(cluster.plaintextAccepted()).build();
        }
        var signer = authority.certificate(cluster.name()).getEncoded();
        return content.setMesh(MeshConfiguration.newBuilder().setAuthority(ByteString.copyFrom(signer)))
                .build();
    }

    private static DirectorConfiguration director(DirectorSettings director) {
        var configuration = DirectorConfiguration.newBuilder()
                .setName(director.name().value())
                .setAddress(director.address())
                .setPort(director.port());
        director.services().forEach((service, port) -> configuration.putServices(service.value(), port));
        return configuration.build();
    }

    private static ProbeConfiguration probe(HealthSettings health) {
        var check = switch (health.check()) {
            case HTTP -> ProbeConfiguration.Check.HTTP;
            case TCP -> ProbeConfiguration.Check.TCP;
            case GRPC -> ProbeConfiguration.Check.GRPC;
        };
        return ProbeConfiguration.newBuilder()
                .setCheck(check)
                .setService(health.service().value())
                .setPath(health.path())
                .setIntervalMillis((int) health.interval().toMillis())
                .setTimeoutMillis((int) health.timeout().toMillis())
                .setHealthyAfter(health.healthyAfter())
                .setUnhealthyAfter(health.unhealthyAfter())
                .build();
    }

    /// The same bytes for the same content, whatever the order in its maps.
    private static byte[] bytes(ClusterConfiguration content) throws IOException {
        var bytes = new byte[content.getSerializedSize()];
        var out = CodedOutputStream.newInstance(bytes);
        out.useDeterministicSerialization();
        content.writeTo(out);
        out.flush();
        return bytes;
    }
}
