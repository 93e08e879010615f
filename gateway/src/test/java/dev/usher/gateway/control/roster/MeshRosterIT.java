package dev.usher.gateway.control.roster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.signal.ClusterRoster;
import dev.usher.gateway.core.signal.RosterWord.State;
import dev.usher.membership.app.SidecarCluster;
import dev.usher.membership.app.SidecarCluster.Tls;
import dev.usher.membership.mesh.MeshAuthority;
import dev.usher.membership.mesh.Security;
import dev.usher.membership.time.Eventually;
import dev.usher.membership.time.Ticker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clusters of three sidecar processes behind TLS, all on this machine, watched by a gateway.
class MeshRosterIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    @TempDir
    private Path folder;

    @Test
    void clustersWithTlsStandBesideEachOther() throws IOException {
        try (var shared = SidecarCluster.prepare(folder, "Shared_1.it", Tls.SHARED);
                var issued = SidecarCluster.prepare(folder, "issued-it", Tls.ISSUED);
                var sharedWatch = new Watched(shared, shared.gateway());
                var issuedWatch = new Watched(issued, issued.gateway())) {
            for (int number = 1; number <= 3; number++) {
                shared.start(number);
                issued.start(number);
            }

            sharedWatch.sees("three of shared keys", 3);
            issuedWatch.sees("three with certificates of their own", 3);

            issued.sidecar(2).destroyForcibly();
            issuedWatch.sees("the killed one is gone", 2);
            issued.start(2);
            issuedWatch.sees("it is back", 3);

            issued.stopDirector(3);
            Eventually.holds("its own word is believed", LIMIT, () -> issuedWatch.says(3, State.UNHEALTHY));
            Eventually.holds("the other is untouched", LIMIT, () -> sharedWatch.says(3, State.HEALTHY));
            // On a busy machine a handshake may take too long, and is tried again.
            assertThat(sharedWatch.watch.refused().keySet()).isSubsetOf("timeout");
        }
    }

    @Test
    void aGatewayThatIsNotTrustedHearsNothing() throws IOException {
        var stranger = new MeshAuthority();
        try (var issued = SidecarCluster.prepare(folder, "issued-it-2", Tls.ISSUED);
                var watched = new Watched(issued, new Security.Mesh(stranger.gateway("issued-it-2", "gateway-2")))) {
            issued.start(1);

            Eventually.holds(
                    "it does not believe them",
                    LIMIT,
                    () -> watched.watch.refused().containsKey("untrusted"));
            assertThat(watched.last().connected()).isFalse();
        }
    }

    /// A watch and what it heard last.
    private static final class Watched implements AutoCloseable {

        private final AtomicReference<@Nullable ClusterRoster> last = new AtomicReference<>();
        private final RosterWatch watch;

        Watched(SidecarCluster cluster, Security security) {
            var target = new RosterTarget(new ClusterName(cluster.name()), cluster.peers(), security);
            watch = new RosterWatch(target, Ticker.system(), last::set);
            watch.start();
        }

        ClusterRoster last() {
            var roster = last.get();
            return roster == null ? new ClusterRoster(watch.cluster(), false, 0, 0, List.of(), 0) : roster;
        }

        void sees(String what, int members) {
            Eventually.holds(
                    what,
                    LIMIT,
                    () -> last().members() == members
                            && last().words().stream()
                                            .filter(word -> word.present())
                                            .count()
                                    == members);
        }

        boolean says(int number, State state) {
            var word = last().word(new DirectorName("director-" + number));
            return word != null && word.state() == state;
        }

        @Override
        public void close() {
            watch.close();
        }
    }
}
