package dev.usher.membership.member;

import com.hazelcast.config.AdvancedNetworkConfig;
import com.hazelcast.config.ClassFilter;
import com.hazelcast.config.Config;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import dev.usher.membership.config.ClusterSettings;
import dev.usher.membership.config.DirectorSettings;
import dev.usher.membership.contract.Roster;
import dev.usher.membership.mesh.Mesh;
import dev.usher.membership.mesh.Security;
import java.net.InetAddress;
import java.util.Map;

/// How a sidecar's Hazelcast is set up.
///
/// Members and clients have endpoints of their own: with a common one, a peer that accepts connections and never
/// answers
/// makes an IO thread spin, and healthy members then drop each other. The address to bind is given, not searched:
/// Hazelcast's
/// search would silently leave out configured Directors whose addresses do not match.
final class MemberConfig {

    private static final Map<String, String> PROPERTIES = Map.ofEntries(
            // Nothing leaves, and nothing is listened to, but what was asked for.
            Map.entry("hazelcast.phone.home.enabled", "false"),
            Map.entry("hazelcast.socket.bind.any", "false"),
            // Who is dead: a cut connection at once, a silent member after 3 s.
            Map.entry("hazelcast.heartbeat.interval.seconds", "1"),
            Map.entry("hazelcast.max.no.heartbeat.seconds", "3"),
            Map.entry("hazelcast.client.max.no.heartbeat.seconds", "10"),
            // With asynchronous joins a master takes every join for a claim to be the master: a member that falls
            // silent
            // meanwhile is suspected but never removed, and whoever joins waits for it (5.7.0,
            // ClusterJoinManager.isMastershipClaimInProgress).
            Map.entry("hazelcast.async.join.strategy.enabled", "false"),
            // A start waits for nobody; clusters that find each other merge within seconds.
            Map.entry("hazelcast.wait.seconds.before.join", "1"),
            Map.entry("hazelcast.max.wait.seconds.before.join", "3"),
            Map.entry("hazelcast.max.join.seconds", "20"),
            Map.entry("hazelcast.max.join.merge.target.seconds", "10"),
            Map.entry("hazelcast.merge.first.run.delay.seconds", "5"),
            Map.entry("hazelcast.merge.next.run.delay.seconds", "5"),
            // The end is ours to order, and short.
            Map.entry("hazelcast.shutdownhook.enabled", "false"),
            Map.entry("hazelcast.graceful.shutdown.max.wait", "3"),
            Map.entry("hazelcast.operation.call.timeout.millis", "5000"),
            // Small: a few words, a few members.
            Map.entry("hazelcast.partition.count", "17"),
            Map.entry("hazelcast.io.input.thread.count", "2"),
            Map.entry("hazelcast.io.output.thread.count", "2"),
            Map.entry("hazelcast.operation.thread.count", "2"),
            Map.entry("hazelcast.operation.generic.thread.count", "2"),
            Map.entry("hazelcast.operation.response.thread.count", "1"),
            Map.entry("hazelcast.clientengine.thread.count", "2"),
            Map.entry("hazelcast.clientengine.query.thread.count", "1"),
            Map.entry("hazelcast.clientengine.blocking.thread.count", "1"),
            Map.entry("hazelcast.event.thread.count", "1"),
            Map.entry("hazelcast.logging.type", "jdk"),
            Map.entry("hazelcast.logging.details.enabled", "false"));

    /// Heap of each connection in either direction; larger messages pass in parts. Hazelcast would take 128.
    private static final int BUFFER_KIB = 32;

    private MemberConfig() {}

    /// @param address of this machine, where Hazelcast listens; behind a mesh one of loopback
    static Config of(ClusterSettings cluster, DirectorSettings self, InetAddress address) {
        var config = new Config();
        config.setClusterName(Roster.clusterName(cluster.name()));
        config.setInstanceName(self.name());
        PROPERTIES.forEach(config::setProperty);
        config.setProperty("hazelcast.local.localAddress", address.getHostAddress());
        config.getMemberAttributeConfig()
                .setAttribute(Roster.ATTRIBUTE_ROLE, Roster.ROLE_DIRECTOR)
                .setAttribute(Roster.ATTRIBUTE_DIRECTOR, self.name());
        network(config.getAdvancedNetworkConfig(), cluster, self);
        config.getJetConfig().setEnabled(false);
        config.getMetricsConfig().setEnabled(false);
        config.getManagementCenterConfig().setScriptingEnabled(false);
        config.getManagementCenterConfig().setConsoleEnabled(false);
        config.getSerializationConfig().setJavaSerializationFilterConfig(filter());
        config.addMapConfig(roster(cluster.directors().size()));
        return config;
    }

    private static void network(AdvancedNetworkConfig network, ClusterSettings cluster, DirectorSettings self) {
        network.setEnabled(true);
        switch (cluster.security()) {
            case Security.Plaintext() -> {
                network.setMemberEndpointConfig(endpoint("member", self.port()));
                network.setClientEndpointConfig(endpoint("client", self.clientPort()));
            }
            case Security.Mesh(var _) -> {
                var name = Mesh.host(cluster.name(), self.name());
                network.setMemberEndpointConfig(behindMesh("member", name, Roster.INNER_MEMBER_PORT));
                network.setClientEndpointConfig(behindMesh("client", name, Roster.INNER_CLIENT_PORT));
            }
        }
        var join = network.getJoin();
        join.getMulticastConfig().setEnabled(false);
        join.getAutoDetectionConfig().setEnabled(false);
        var peers = join.getTcpIpConfig().setEnabled(true).setConnectionTimeoutSeconds(2);
        cluster.directors().forEach(each -> peers.addMember(hostPort(cluster, each)));
    }

    private static ServerSocketEndpointConfig endpoint(String name, int port) {
        var endpoint = new ServerSocketEndpointConfig();
        endpoint.setName(name);
        endpoint.setPort(port);
        endpoint.setPortAutoIncrement(false);
        endpoint.setReuseAddress(true);
        endpoint.setSocketConnectTimeoutSeconds(2);
        endpoint.setSocketRcvBufferSizeKb(BUFFER_KIB);
        endpoint.setSocketSendBufferSizeKb(BUFFER_KIB);
        return endpoint;
    }

    /// Others know it by a name that each of them leads to its own way through the mesh.
    private static ServerSocketEndpointConfig behindMesh(String name, String host, int port) {
        var endpoint = endpoint(name, port);
        endpoint.setPublicAddress(host + ":" + port);
        return endpoint;
    }

    private static String hostPort(ClusterSettings cluster, DirectorSettings director) {
        var address = director.address();
        return switch (cluster.security()) {
            case Security.Plaintext() ->
                (address.contains(":") ? "[" + address + "]" : address) + ":" + director.port();
            case Security.Mesh(var _) -> Mesh.host(cluster.name(), director.name()) + ":" + Roster.INNER_MEMBER_PORT;
        };
    }

    /// Values are bytes, which need no Java deserialisation. Members answer each other's calls with exceptions that
    /// do, and tell each other the cluster's state when several of them merge: those pass, and nothing else.
    ///
    /// An exception that does not pass is an answer that never came, and a partition may wait for it for ever.
    static JavaSerializationFilterConfig filter() {
        var allowed = new ClassFilter()
                .addPackages(
                        "java.lang",
                        "com.hazelcast.core",
                        "com.hazelcast.partition",
                        "com.hazelcast.spi.exception",
                        "com.hazelcast.spi.impl.operationservice",
                        "com.hazelcast.splitbrainprotection")
                .addClasses(
                        "com.hazelcast.cluster.ClusterState",
                        "com.hazelcast.internal.cluster.impl.ClusterTopologyChangedException",
                        "com.hazelcast.internal.cluster.impl.ConfigMismatchException",
                        "com.hazelcast.internal.cluster.impl.MasterNodeChangedException",
                        "com.hazelcast.internal.cluster.impl.VersionMismatchException",
                        "com.hazelcast.internal.partition.PartitionStateVersionMismatchException",
                        "com.hazelcast.internal.server.tcp.ProtocolException",
                        "com.hazelcast.map.QueryResultSizeExceededException",
                        "com.hazelcast.map.ReachedMaxSizeException",
                        "com.hazelcast.map.impl.operation.EntryOffloadableLockMismatchException",
                        "com.hazelcast.map.impl.operation.MapFetchIndexOperation$MissingPartitionException",
                        "com.hazelcast.memory.NativeOutOfMemoryError",
                        "com.hazelcast.nio.serialization.HazelcastSerializationException",
                        "com.hazelcast.query.QueryException",
                        "[Ljava.lang.StackTraceElement;",
                        "[Ljava.lang.Throwable;",
                        "[Ljava.lang.Object;",
                        "java.io.EOFException",
                        "java.io.IOException",
                        "java.io.UncheckedIOException",
                        "java.net.ConnectException",
                        "java.net.SocketException",
                        "java.net.SocketTimeoutException",
                        "java.nio.channels.ClosedChannelException",
                        "java.util.ArrayList",
                        "java.util.Collections$EmptyList",
                        "java.util.Collections$UnmodifiableCollection",
                        "java.util.Collections$UnmodifiableList",
                        "java.util.Collections$UnmodifiableRandomAccessList",
                        "java.util.ConcurrentModificationException",
                        "java.util.NoSuchElementException",
                        "java.util.concurrent.CancellationException",
                        "java.util.concurrent.CompletionException",
                        "java.util.concurrent.ExecutionException",
                        "java.util.concurrent.RejectedExecutionException",
                        "java.util.concurrent.TimeoutException");
        return new JavaSerializationFilterConfig().setDefaultsDisabled(true).setWhitelist(allowed);
    }

    /// Each word is written by its own Director's sidecar, again and again; after a merge they all speak anew.
    private static MapConfig roster(int configured) {
        return new MapConfig(Roster.MAP)
                .setBackupCount(Roster.backups(configured))
                .setInMemoryFormat(InMemoryFormat.BINARY)
                .setStatisticsEnabled(false)
                .setMergePolicyConfig(new MergePolicyConfig().setPolicy(HigherWord.class.getName()));
    }
}
