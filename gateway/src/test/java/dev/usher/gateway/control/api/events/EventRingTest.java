package dev.usher.gateway.control.api.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventRingTest {

    private final EventRing ring = new EventRing("life");

    @Test
    void givesWhatCameLaterInOrder() {
        add(5);

        assertThat(numbers(2, 10)).containsExactly(3L, 4L, 5L);
        assertThat(numbers(2, 2)).containsExactly(3L, 4L);
        assertThat(numbers(5, 10)).isEmpty();
    }

    @Test
    void saysWhenSomeAreGone() {
        add(EventRing.EVENTS_MAX + 7);

        assertThat(ring.after(6, 10)).isNull();
        assertThat(numbers(7, EventRing.EVENTS_MAX))
                .containsExactlyElementsOf(LongStream.rangeClosed(8, EventRing.EVENTS_MAX + 7)
                        .boxed()
                        .toList());
    }

    @Test
    void writesAnEventInLines() {
        ring.changed(Event.Kind.CLUSTER, new JsonObject().put("object", "line\nbreak"));

        var event = Objects.requireNonNull(ring.after(0, 1)).getFirst();
        assertThat(event.frame().toString()).isEqualTo("""
                id: life-1
                event: cluster.changed
                data: {"object_type":"cluster","object":"line\\nbreak"}

                """);
    }

    @Test
    void knowsItsOwnIds() {
        add(3);

        assertThat(ring.number(ring.id(0))).isZero();
        assertThat(ring.number(ring.id(3))).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "life", "life-", "life-4", "life--1", "other-1", "life-1x", "life-1234567890123456789", "1"})
    void knowsNoOthers(String id) {
        add(3);

        assertThat(ring.number(id)).isEqualTo(EventRing.UNKNOWN);
    }

    @Test
    void forgetsIdsWhoseFollowersAreGone() {
        add(EventRing.EVENTS_MAX + 1);

        assertThat(ring.number(ring.id(0))).isEqualTo(EventRing.UNKNOWN);
        assertThat(ring.number(ring.id(1))).isEqualTo(1);
    }

    private void add(int count) {
        for (int i = 0; i < count; i++) {
            ring.changed(Event.Kind.DIRECTOR, new JsonObject());
        }
    }

    private List<Long> numbers(long after, int limit) {
        return Objects.requireNonNull(ring.after(after, limit)).stream()
                .map(Event::number)
                .toList();
    }
}
