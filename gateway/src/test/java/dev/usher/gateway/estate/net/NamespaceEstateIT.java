package dev.usher.gateway.estate.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.estate.AccessBook;
import dev.usher.gateway.testkit.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// All failures that an estate is meant to survive, one after the other, under traffic. What all processes said stays
/// in `target/namespace-estate`. It takes nine minutes, and needs root.
@Tag("full")
class NamespaceEstateIT {

    private static final Duration START = Duration.ofMinutes(2);

    @ParameterizedTest
    @ValueSource(ints = {3, 5})
    void everyFailureStaysWhereItIs(int size) {
        var folder = Path.of("target", "namespace-estate", Integer.toString(size));
        try (var estate = new NetEstate(folder, Security.TLS, size, 0)) {
            estate.start();
            Eventually.holds("all is well", START, estate::full);
            try (var traffic = estate.traffic()) {
                var play = new Play(estate, traffic);
                var played = play.all(new Scenarios(estate).all());
                var events = traffic.stop();
                NetEstate.GATEWAYS.forEach(gateway -> estate.gateway(gateway).terminate());
                NetEstate.GATEWAYS.forEach(
                        gateway -> assertThat(estate.gateway(gateway).exitCode(60))
                                .as(gateway)
                                .isZero());
                var findings = Findings.of(new Findings.Evidence(
                        size,
                        played,
                        events,
                        estate.ledger(),
                        NetEstate.GATEWAYS.stream()
                                .collect(Collectors.toMap(
                                        Function.identity(), name -> AccessBook.read(estate.accessLog(name)))),
                        NetEstate.GATEWAYS.stream().collect(Collectors.toMap(Function.identity(), estate::lookout))));
                System.out.println(new FailureTable(findings));

                assertThat(play.faults()).isEmpty();
                assertThat(findings.faults()).isEmpty();
                assertThat(played).hasSize(new Scenarios(estate).all().size());
            }
        }
    }
}
