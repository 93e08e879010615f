package dev.usher.gateway.estate.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.testkit.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Two of three Directors are lost for good.
@Tag("full")
class LostMajorityIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Path FOLDER = Path.of("target", "namespace-estate", "lost-majority");
    private static final Set<String> LOST = Set.of("d2", "d3");
    private static final List<String> MENDED = List.of("d1", "d4", "d5");

    @Test
    void configurationAloneMendsIt() {
        try (var estate = new NetEstate(FOLDER, Security.PLAINTEXT, 3, 2)) {
            estate.start();
            Eventually.holds("all is well", LIMIT, estate::full);
            try (var traffic = estate.traffic()) {
                long lost = traffic.now();
                LOST.forEach(director -> {
                    estate.director(director).kill();
                    estate.sidecar(director).kill();
                });
                everywhere(
                        estate,
                        "no quorum, and one Director",
                        sight -> !sight.quorum() && sight.healthy().equals(Set.of("d1")));
                answers(traffic, "d1");

                estate.configure(MENDED);
                long mending = traffic.now();
                List.of("d4", "d5").forEach(estate::startDirector);
                List.of("d4", "d5").forEach(estate::startSidecar);
                estate.sidecar("d1").terminate();
                assertThat(estate.sidecar("d1").exitCode(60)).isZero();
                estate.startSidecar("d1");
                for (var gateway : NetEstate.GATEWAYS) {
                    anew(estate, gateway);
                }
                Eventually.holds("all is well with three again", LIMIT, estate::full);
                MENDED.forEach(director -> answers(traffic, director));

                var events = traffic.stop();
                var ledger = estate.ledger();
                assertThat(events.stream().filter(event -> !event.ok()))
                        .as("only what was in flight at the dead, and those who met a gateway while it restarted, fail")
                        .allMatch(event -> event.endMillis() < lost + 3_000 || event.atMillis() > mending);
                assertThat(events.stream().filter(Event::ok))
                        .allMatch(event -> ledger.of(event.id()).size() == 1);
            }
        }
    }

    /// One gateway after the other: the other one takes what comes meanwhile.
    private static void anew(NetEstate estate, String gateway) {
        estate.gateway(gateway).terminate();
        assertThat(estate.gateway(gateway).exitCode(60)).isZero();
        estate.startGateway(gateway);
        Eventually.holds(gateway + " sees the new cluster", LIMIT, () -> {
            var sight = estate.lookout(gateway).now();
            return sight != null && sight.full() && sight.present().equals(Set.copyOf(MENDED));
        });
    }

    private static void everywhere(NetEstate estate, String what, Predicate<Sight> condition) {
        Eventually.holds(
                what,
                LIMIT,
                () -> NetEstate.GATEWAYS.stream().allMatch(gateway -> {
                    var sight = estate.lookout(gateway).now();
                    return sight != null && condition.test(sight);
                }));
    }

    private static void answers(Traffic traffic, String director) {
        long since = traffic.now();
        NetEstate.GATEWAYS.forEach(gateway -> Eventually.holds(
                director + " answers through " + gateway,
                LIMIT,
                () -> traffic.answered(gateway, director, since) >= 20));
    }
}
