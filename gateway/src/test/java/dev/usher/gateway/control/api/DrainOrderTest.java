package dev.usher.gateway.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.control.api.DrainOrder.Read.Understood;
import dev.usher.gateway.control.api.DrainOrder.Read.Wrong;
import dev.usher.gateway.control.api.Reply.Fault;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DrainOrderTest {

    @Test
    void waitsAMinuteUnlessToldOtherwise() {
        assertThat(read("")).isEqualTo(new Understood(new DrainOrder(Duration.ofSeconds(60), false)));
        assertThat(read("{}")).isEqualTo(new Understood(new DrainOrder(Duration.ofSeconds(60), false)));
    }

    @Test
    void readsBothFields() {
        assertThat(read("{\"timeout\": \"2m\", \"force\": true}"))
                .isEqualTo(new Understood(new DrainOrder(Duration.ofMinutes(2), true)));
    }

    @Test
    void namesEveryMistakeAtOnce() {
        assertThat(faults("{\"timeout\": 60, \"force\": \"yes\", \"a/b\": 1}"))
                .containsExactly(
                        new Fault(
                                "/timeout", "invalid_value", "60 (expected: a duration from 0s to 24h, as in \"60s\")"),
                        new Fault("/force", "invalid_value", "yes (expected: true or false)"),
                        new Fault("/a~1b", "unknown_key", "unknown (expected: timeout, force)"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"25h", "-1s", "1", "soon", "999999999999999d", ""})
    void takesNoOtherTimeouts(String timeout) {
        assertThat(faults("{\"timeout\": \"" + timeout + "\"}"))
                .extracting(Fault::pointer)
                .containsExactly("/timeout");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "nonsense", "{\"timeout\" \"1s\"}"})
    void asksForJson(String body) {
        assertThat(wrong(body).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "1", "null", "\"60s\""})
    void asksForAnObject(String body) {
        assertThat(wrong(body).status()).isEqualTo(422);
    }

    @Test
    void asksForTheRightContentType() {
        var read = DrainOrder.read("text/plain", Buffer.buffer("{}"));

        assertThat(read)
                .isInstanceOfSatisfying(
                        Wrong.class,
                        wrong -> assertThat(wrong.problem().status()).isEqualTo(415));
    }

    private static List<Fault> faults(String body) {
        return wrong(body).errors();
    }

    private static Reply.Problem wrong(String body) {
        return switch (read(body)) {
            case Wrong(var problem) -> problem;
            case Understood(var order) -> throw new AssertionError(order);
        };
    }

    private static DrainOrder.Read read(String body) {
        return DrainOrder.read("application/json", Buffer.buffer(body));
    }
}
