package dev.usher.gateway.estate.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.testkit.Eventually;
import dev.usher.gateway.testkit.JavaProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Hazelcast's open source has no rolling upgrade from one minor version to the next, and no other versions.
@Tag("full")
class NewVersionIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Path OLDER =
            Path.of("target", "older", "hazelcast.jar").toAbsolutePath();
    private static final Path FOLDER = Path.of("target", "namespace-estate", "new-version");
    private static final int EVENTS = 50;

    @Test
    void anotherVersionIsRefusedAndAllAtOnceIsTheWay() {
        assertThat(Files.exists(OLDER))
                .as(OLDER + " (expected: copied by -Pfull)")
                .isTrue();
        try (var estate = new NetEstate(FOLDER, Security.PLAINTEXT, 3, 0)) {
            estate.older(OLDER);
            estate.start();
            Eventually.holds("all is well with the older version", LIMIT, estate::full);
            try (var traffic = estate.traffic()) {
                estate.older(null);
                assertOneAloneIsRefused(estate, "d2");
                estate.directors().stream()
                        .map(estate::sidecar)
                        .filter(JavaProcess::alive)
                        .forEach(JavaProcess::terminate);
                estate.directors().forEach(director -> estate.sidecar(director).exitCode(60));
                flows(estate, traffic);
                estate.directors().forEach(estate::startSidecar);
                Eventually.holds("all is well with the newer version", LIMIT, estate::full);
                flows(estate, traffic);

                var events = traffic.stop();
                var ledger = estate.ledger();

                assertThat(events).hasSizeGreaterThan(500);
                assertThat(events).allMatch(Event::ok);
                assertThat(events).allMatch(event -> ledger.of(event.id()).size() == 1);
            }
        }
    }

    /// It never joins: those who are there go on without it.
    private static void assertOneAloneIsRefused(NetEstate estate, String director) {
        estate.sidecar(director).terminate();
        estate.sidecar(director).exitCode(60);
        int before = estate.sidecar(director).said().length();
        estate.startSidecar(director);

        Eventually.holds(
                "the newcomer says why it is refused",
                LIMIT,
                () -> estate.sidecar(director)
                        .said()
                        .substring(before)
                        .contains("is not compatible with cluster version"));

        for (var gateway : NetEstate.GATEWAYS) {
            assertThat(estate.lookout(gateway).now())
                    .returns(2, Sight::have)
                    .returns(true, Sight::quorum)
                    .matches(sight -> sight != null && !sight.present().contains(director));
        }
        estate.sidecar(director).kill();
    }

    private static void flows(NetEstate estate, Traffic traffic) {
        long since = traffic.now();
        for (var gateway : NetEstate.GATEWAYS) {
            for (var director : List.copyOf(estate.directors())) {
                Eventually.holds(
                        director + " answers through " + gateway,
                        LIMIT,
                        () -> traffic.answered(gateway, director, since) >= EVENTS);
            }
        }
    }
}
