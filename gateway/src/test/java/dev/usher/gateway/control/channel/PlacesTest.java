package dev.usher.gateway.control.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlacesTest {

    private final Places places = new Places("streams", 2);

    @Test
    void eachIsTakenOnceAndFreeAgainWhenItWasLeft() {
        assertThat(places.take("a")).isTrue();
        assertThat(places.take("b")).isTrue();
        assertThat(places.take("c")).isFalse();
        assertThat(places.full()).isEqualTo("streams: 3 (expected: at most 2)");

        places.leave();

        assertThat(places.take("c")).isTrue();
        assertThat(places.take("d")).isFalse();
    }

    @Test
    void thatThereIsNoRoomIsToldOnceUntilThereIs() {
        places.take("a");
        places.take("b");
        try (var log = HeardLog.of(Places.class.getName())) {
            places.take("c");
            places.take("d");
            places.leave();
            places.take("e");
            places.take("f");

            assertThat(log.lines())
                    .containsExactly(
                            "no room for c: streams: 3 (expected: at most 2)",
                            "no room for f: streams: 3 (expected: at most 2)");
        }
    }
}
