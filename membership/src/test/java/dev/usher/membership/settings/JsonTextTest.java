package dev.usher.membership.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

    private record Room(String name, int seats, boolean open, Duration rest, List<String> guests) {
        static Room read(Section section) {
            var name = section.string("name", "none");
            var seats = section.integer("seats", 1, 1, 9);
            var open = section.bool("open", false);
            var rest = section.duration("rest", Duration.ZERO, Duration.ZERO, Duration.ofHours(1));
            var guests = section.values("guests", "names", text -> text);
            section.close();
            return new Room(name, seats, open, rest, guests);
        }
    }

    @Test
    void jsonIsReadByTheReadersOfYaml() {
        var body = read("""
                {"name":"a\\"\\u00e9\\ud83d\\ude00\\/\\n",\t"seats" : 3,
                 "open":true,"rest":"30s","guests":["x","y"]}
                """);

        assertThat(body.mistakes()).isEmpty();
        assertThat(body.value()).isEqualTo(new Room("a\"é😀/\n", 3, true, Duration.ofSeconds(30), List.of("x", "y")));
    }

    @Test
    void whatIsNullCountsAsAbsent() {
        assertThat(read("{\"seats\": null}").value()).isEqualTo(new Room("none", 1, false, Duration.ZERO, List.of()));
    }

    @Test
    void mistakesHaveTheirPlaces() {
        assertThat(read("""
                        {"seats": 10, "open": "true",
                         "name": 5, "name": 6, "guests": ["x", {}], "gest": 1}
                        """).mistakes())
                .extracting(Mistake::toString)
                .containsExactly(
                        "body:1:11: seats: 10 (expected: 1..9)",
                        "body:1:23: open: \"true\" (expected: true or false)",
                        "body:2:13: name: duplicate key (expected: once; first in line 2)",
                        "body:2:40: guests[1]: keys and values (expected: names)",
                        "body:2:45: gest: unknown key (did you mean rest?)");
    }

    @Test
    void aValueIsThereBesideItsMistakes() {
        assertThat(read("{\"seats\": 10, \"name\": \"a\"}").value())
                .isEqualTo(new Room("a", 1, false, Duration.ZERO, List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "name: a",
                "[]",
                "{\"a\":1} x",
                "{\"a\":1,}",
                "{\"a\" 1}",
                "{'a':1}",
                "{\"a\":01}",
                "{\"a\":tru}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12g4\"}",
                "{\"a\":\"",
                "{\"a\":[1,]}",
                "{\"a\":&b 1}",
                "{\"a\":\"\n\"}",
                "{",
                "{\"a\":NaN}",
                "{\"a\":+1}",
                "{\"a\":1 2}",
                "{,}"
            })
    void whatIsNoJsonIsRefusedWhole(String text) {
        var body = read(text);

        assertThat(body.json()).isFalse();
        assertThat(body.value()).isNull();
        assertThat(body.mistakes())
                .hasSize(1)
                .first()
                .extracting(Mistake::problem)
                .asString()
                .startsWith("not JSON: ");
    }

    @Test
    void depthAndSizeAreLimited() {
        assertThat(read("{\"a\":" + "[".repeat(100_000)).json()).isFalse();
        assertThat(read("{\"name\":\"" + "x".repeat(1 << 20) + "\"}").json()).isFalse();
    }

    private static Body<Room> read(String text) {
        return Settings.body(text, Room::read);
    }
}
