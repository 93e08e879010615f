package dev.usher.membership.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.membership.config.ManagedCluster.Judged;
import dev.usher.membership.contract.proto.ClusterConfiguration;
import dev.usher.membership.contract.proto.DirectorConfiguration;
import dev.usher.membership.contract.proto.MeshConfiguration;
import dev.usher.membership.contract.proto.ProbeConfiguration;
import dev.usher.membership.contract.proto.ProbeConfiguration.Check;
import dev.usher.membership.mesh.Security;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ManagedClusterTest {

    @Test
    void becomesSettings() {
        var judged = ManagedCluster.judge(good().build(), "director-2", null, null);

        assertThat(judged)
                .isEqualTo(new Judged.Accepted(new ManagedCluster(
                        new ClusterSettings(
                                "eu-west", 7, new Security.Plaintext(), List.of(director(1), director(2), director(3))),
                        director(2),
                        new ProbeSettings(
                                ProbeSettings.Check.GRPC,
                                "otlp",
                                null,
                                "/health",
                                Duration.ofSeconds(1),
                                Duration.ofMillis(500),
                                2,
                                3))));
    }

    @Test
    void theFilesProbeIsForWhenTheGatewayHasNone() {
        var own = new ProbeSettings(
                ProbeSettings.Check.TCP, null, 9, "/health", Duration.ofSeconds(1), Duration.ofSeconds(1), 1, 1);

        assertThat(ManagedCluster.judge(good().clearProbe().build(), "director-1", own, null))
                .isInstanceOfSatisfying(
                        Judged.Accepted.class,
                        accepted -> assertThat(accepted.cluster().probe()).isEqualTo(own));
    }

    @Test
    void eachFaultIsNamed() {
        refused(cluster -> cluster.setName("-"), "cluster.name: - (expected: 1..64 letters");
        refused(cluster -> cluster.setRevision(0), "cluster.revision: 0 (expected: 1..");
        refused(cluster -> cluster.setRevision(-1), "cluster.revision: 18446744073709551615");
        refused(cluster -> cluster.removeDirectors(0), "cluster.directors: 2 (expected: an odd number, 3..15)");
        refused(
                cluster -> cluster.getDirectorsBuilder(0).setName("director-9"),
                "cluster.directors: without director-1");
        refused(cluster -> cluster.getDirectorsBuilder(1).setName("director-1"), "director-1: twice");
        refused(
                cluster -> cluster.getDirectorsBuilder(1).setPort(65_535),
                "director-2: port: 65535 (expected: 1..65534)");
        refused(cluster -> cluster.getDirectorsBuilder(1).setPort(8083), "port 8083 of 127.0.0.1: taken by director-1");
        refused(
                cluster -> cluster.getDirectorsBuilder(1).setAddress("a b"),
                "director-2: address: a b (expected: an IP");
        refused(cluster -> cluster.getDirectorsBuilder(1).setAddress("10.0.0.1"), "cluster.plaintext_accepted: false");
        refused(cluster -> cluster.getDirectorsBuilder(1).putServices("x", 0), "director-2: port of x: 0");
        refused(cluster -> cluster.setMesh(MeshConfiguration.getDefaultInstance()), "cluster.mesh");
        refused(cluster -> cluster.getProbeBuilder().setCheckValue(9), "probe.check: 9 (expected: HTTP, TCP or GRPC)");
        refused(cluster -> cluster.getProbeBuilder().setService("none"), "probe.service: none (expected: a service");
        refused(cluster -> cluster.getProbeBuilder().setPath("x"), "probe.path: x");
        refused(cluster -> cluster.getProbeBuilder().setIntervalMillis(99), "probe.interval_millis: 99");
        refused(cluster -> cluster.getProbeBuilder().setTimeoutMillis(60_001), "probe.timeout_millis: 60001");
        refused(cluster -> cluster.getProbeBuilder().setHealthyAfter(-1), "probe.healthy_after: 4294967295");
    }

    private static void refused(Consumer<ClusterConfiguration.Builder> fault, String why) {
        var cluster = good();
        fault.accept(cluster);

        assertThat(ManagedCluster.judge(cluster.build(), "director-1", null, null))
                .isInstanceOfSatisfying(
                        Judged.Refused.class,
                        refused -> assertThat(refused.why()).startsWith(why));
    }

    private static ClusterConfiguration.Builder good() {
        var cluster = ClusterConfiguration.newBuilder()
                .setName("eu-west")
                .setRevision(7)
                .setProbe(ProbeConfiguration.newBuilder()
                        .setCheck(Check.GRPC)
                        .setService("otlp")
                        .setTimeoutMillis(500)
                        .setUnhealthyAfter(3));
        for (int number = 1; number <= 3; number++) {
            var director = director(number);
            cluster.addDirectors(DirectorConfiguration.newBuilder()
                    .setName(director.name())
                    .setAddress(director.address())
                    .setPort(director.port())
                    .putAllServices(director.services()));
        }
        return cluster;
    }

    private static DirectorSettings director(int number) {
        return new DirectorSettings("director-" + number, "127.0.0.1", 8080 + 2 * number, Map.of("otlp", 4317));
    }
}
