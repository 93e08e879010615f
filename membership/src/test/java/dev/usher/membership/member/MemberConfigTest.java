package dev.usher.membership.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.cluster.ClusterState;
import com.hazelcast.config.SerializationConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.core.HazelcastException;
import com.hazelcast.instance.EndpointQualifier;
import com.hazelcast.internal.serialization.SerializationClassNameFilter;
import com.hazelcast.internal.serialization.SerializationService;
import com.hazelcast.internal.serialization.impl.DefaultSerializationServiceBuilder;
import com.hazelcast.nio.serialization.HazelcastSerializationException;
import com.hazelcast.spi.exception.RetryableHazelcastException;
import com.hazelcast.spi.exception.TargetNotMemberException;
import dev.usher.membership.config.ClusterSettings;
import dev.usher.membership.config.DirectorSettings;
import dev.usher.membership.contract.Roster;
import dev.usher.membership.mesh.Security;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MemberConfigTest {

    private final DirectorSettings self = new DirectorSettings("director-1", "10.0.0.11", 8081, Map.of());
    private final ClusterSettings cluster = new ClusterSettings(
            "eu-west",
            1,
            new Security.Plaintext(),
            List.of(
                    self,
                    new DirectorSettings("director-2", "d2.example", 8081, Map.of()),
                    new DirectorSettings("director-3", "fd00::13", 9081, Map.of())));

    @Test
    void membersAndClientsHavePortsOfTheirOwn() {
        var config = MemberConfig.of(cluster, self, InetAddress.ofLiteral("10.0.0.11"));

        var network = config.getAdvancedNetworkConfig();
        assertThat(network.isEnabled()).isTrue();
        assertThat(network.getEndpointConfigs()).containsOnlyKeys(EndpointQualifier.MEMBER, EndpointQualifier.CLIENT);
        assertThat(network.getEndpointConfigs().get(EndpointQualifier.MEMBER))
                .isInstanceOfSatisfying(
                        ServerSocketEndpointConfig.class,
                        member -> assertThat(member.getPort()).isEqualTo(8081));
        assertThat(network.getEndpointConfigs().get(EndpointQualifier.CLIENT))
                .isInstanceOfSatisfying(
                        ServerSocketEndpointConfig.class,
                        client -> assertThat(client.getPort()).isEqualTo(8082));
        assertThat(network.getJoin().getTcpIpConfig().getMembers())
                .containsExactly("10.0.0.11:8081", "d2.example:8081", "[fd00::13]:9081");
        assertThat(config.getProperty("hazelcast.local.localAddress")).isEqualTo("10.0.0.11");
        assertThat(config.getProperty("hazelcast.socket.bind.any")).isEqualTo("false");
    }

    @Test
    void wordsAreKeptByAllOthers() {
        var map = MemberConfig.of(cluster, self, InetAddress.ofLiteral("10.0.0.11"))
                .getMapConfig(Roster.MAP);

        assertThat(map.getBackupCount()).isEqualTo(2);
    }

    @Test
    void membersMayAnswerWithExceptions() {
        var serialization = serialization();
        var cause = new TargetNotMemberException("gone");
        cause.addSuppressed(new IllegalStateException("too"));

        Object read = serialization.toObject(serialization.toData(new RetryableHazelcastException("later", cause)));

        assertThat(read).isInstanceOf(RetryableHazelcastException.class);
    }

    @Test
    void severalMembersMayMergeAtOnce() {
        var serialization = serialization();

        Object state = serialization.toObject(serialization.toData(ClusterState.FROZEN));
        Object refusal = serialization.toObject(serialization.toData(new HazelcastSerializationException("refused")));

        assertThat(state).isEqualTo(ClusterState.FROZEN);
        assertThat(refusal).isInstanceOf(HazelcastSerializationException.class);
    }

    /// What the members' own services may throw, as a partition table that is not the newest: a member that could not
    /// read such an answer would wait for it for ever.
    @Test
    void everyExceptionOfMembersIsRead() throws IOException {
        var filter = new SerializationClassNameFilter(MemberConfig.filter());
        var places = Pattern.compile(
                "com/hazelcast/(core|partition|splitbrainprotection|memory|map(/impl/operation)?|spi/(exception|impl/operationservice)"
                        + "|internal/(partition|cluster)(/.*)?)/[^/]+\\.class");
        try (var jar = new JarFile(new File(HazelcastException.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath()))) {
            var exceptions = jar.stream()
                    .map(JarEntry::getName)
                    .filter(name -> places.matcher(name).matches())
                    .map(name -> name.replace('/', '.').replaceAll("\\.class$", ""))
                    .filter(MemberConfigTest::isThrowable)
                    .toList();

            assertThat(exceptions)
                    .contains("com.hazelcast.internal.partition.PartitionStateVersionMismatchException")
                    .hasSizeGreaterThan(30)
                    .allSatisfy(filter::filter);
        }
    }

    private static boolean isThrowable(String name) {
        try {
            return Throwable.class.isAssignableFrom(
                    Class.forName(name, false, HazelcastException.class.getClassLoader()));
        } catch (ClassNotFoundException | LinkageError _) {
            return false;
        }
    }

    @Test
    void nothingElseIsDeserialised() {
        var serialization = serialization();
        var stranger = serialization.toData(new Stranger(new HashMap<>(Map.of("a", 1))));

        assertThatThrownBy(() -> serialization.toObject(stranger)).hasStackTraceContaining("is not allowed");
    }

    private static SerializationService serialization() {
        var config = new SerializationConfig().setJavaSerializationFilterConfig(MemberConfig.filter());
        return new DefaultSerializationServiceBuilder().setConfig(config).build();
    }

    private record Stranger(HashMap<String, Integer> payload) implements java.io.Serializable {}
}
