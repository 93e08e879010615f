package dev.usher.gateway.data.acl;

import static dev.usher.gateway.testkit.Samples.address;
import static dev.usher.gateway.testkit.Samples.cluster;
import static dev.usher.gateway.testkit.Samples.listener;
import static dev.usher.gateway.testkit.Samples.routed;
import static dev.usher.gateway.testkit.Samples.sources;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.core.exchange.Cause;
import dev.usher.gateway.core.snapshot.Listener.TokenDemand;
import org.junit.jupiter.api.Test;

class AclStageTest {

    @Test
    void aListenerThatSomeClusterOpensToAllAcceptsAnybody() {
        var listener = listener(TokenDemand.AS_CLUSTER, null);

        assertThat(AclStage.atAccept(listener, address("203.0.113.7"))).isNull();
    }

    @Test
    void strangersAreTurnedAwayAtTheDoor() {
        var listener = listener(TokenDemand.AS_CLUSTER, sources("10.0.0.0/8"));

        assertThat(AclStage.atAccept(listener, address("10.1.2.3"))).isNull();
        assertThat(AclStage.atAccept(listener, address("203.0.113.7"))).isEqualTo(Cause.ACL_DENIED);
    }

    @Test
    void aTrustedProxyMayAlwaysConnect() {
        var listener = listener(TokenDemand.AS_CLUSTER, sources());

        assertThat(AclStage.atAccept(listener, address("192.0.2.99"))).isNull();
        assertThat(AclStage.atAccept(listener, address("192.0.2.98"))).isEqualTo(Cause.ACL_DENIED);
    }

    @Test
    void theRoutedClusterJudgesTheSourceAgain() {
        var listener = listener(TokenDemand.AS_CLUSTER, null);
        var closed = cluster("a", true, sources());
        var narrow = cluster("b", true, sources("10.0.0.1"));
        var open = cluster("c", true, null);
        var source = address("10.0.0.1");

        assertThat(AclStage.forCluster(routed(listener, closed, source))).isEqualTo(Cause.ACL_DENIED);
        assertThat(AclStage.forCluster(routed(listener, narrow, source))).isNull();
        assertThat(AclStage.forCluster(routed(listener, open, source))).isNull();
        assertThat(AclStage.forCluster(routed(listener, narrow, address("10.0.0.2"))))
                .isEqualTo(Cause.ACL_DENIED);
    }
}
