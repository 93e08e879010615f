package dev.usher.membership.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeshHostsTest {

    @Test
    void namesAreHostNamesAndStayApart() {
        var names = List.of("d-1", "d_1", "d.1", "D-1", "d1", "d-2d1", "d");
        var hosts = new HashSet<String>();
        for (var cluster : names) {
            for (var director : names) {
                hosts.add(Mesh.host(cluster, director));
            }
        }

        assertThat(hosts).hasSize(names.size() * names.size());
        assertThat(hosts).allMatch(host -> host.matches("[a-z0-9-]+\\.[a-z0-9-]+\\.mesh\\.usher\\.invalid"));
    }

    @Test
    void theLatestHoldsUntilItGoes() {
        var first = InetAddress.ofLiteral("127.9.9.1");
        var second = InetAddress.ofLiteral("127.9.9.2");
        var name = Mesh.host("eu-west", "hosts-test");

        MeshHosts.take(name, first);
        MeshHosts.take(name, second);
        assertThat(MeshHosts.find(name)).isEqualTo(second);

        MeshHosts.giveBack(name, second);
        assertThat(MeshHosts.find(name)).isEqualTo(first);

        MeshHosts.giveBack(name, first);
        MeshHosts.giveBack(name, first);
        assertThat(MeshHosts.find(name)).isNull();
    }
}
