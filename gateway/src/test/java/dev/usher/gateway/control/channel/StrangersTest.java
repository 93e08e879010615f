package dev.usher.gateway.control.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.membership.time.FakeTicker;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StrangersTest {

    private final FakeTicker time = new FakeTicker();
    private final Strangers strangers = new Strangers(time);

    @Test
    void oneASecondIsTold() {
        try (var log = HeardLog.of(Strangers.class.getName())) {
            strangers.refused("a", "no certificate");
            strangers.refused("b", "no certificate");
            strangers.refused("c", "no certificate");
            time.advance(Duration.ofSeconds(1));
            strangers.refused("d", "no certificate");
            time.advance(Duration.ofSeconds(1));
            strangers.refused("e", "no certificate");

            assertThat(log.lines())
                    .containsExactly(
                            "a refused: no certificate",
                            "d refused: no certificate (and 2 more since the last one told)",
                            "e refused: no certificate");
        }
    }
}
