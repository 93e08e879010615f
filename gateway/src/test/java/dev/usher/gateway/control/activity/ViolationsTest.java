package dev.usher.gateway.control.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.control.activity.Outcome.Refused;
import dev.usher.gateway.control.activity.Violation.Code;
import dev.usher.gateway.control.activity.Violation.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViolationsTest {

    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "name, /name",
        "directors[2].port, /directors/2/port",
        "access.restriction.sources[0], /access/restriction/sources/0",
        "services.otlp.grpc, /services/otlp.grpc",
        "directors[0].services.a~b/c.d, /directors/0/services/a~0b~1c.d",
    })
    void aKeyPathBecomesAJsonPointer(String path, String pointer) {
        assertThat(Violations.pointer(path)).isEqualTo(pointer);
    }

    @Test
    void theGravestViolationIsWhatARefusalIs() {
        var taken = new Violation("/name", Code.NAME_TAKEN, "");
        var invalid = new Violation("/port", Code.INVALID_VALUE, "");

        assertThat(new Refused<>(List.of(taken)).kind()).isEqualTo(Kind.CONFLICT);
        assertThat(new Refused<>(List.of(taken, invalid)).kind()).isEqualTo(Kind.RULE);
    }

    @Test
    void aDescriptionSaysFromWhatToWhat() {
        var description = new Description()
                .change("port", 8081, 8082)
                .change("same", 1, 1)
                .change("director", null, "d-1")
                .items("sources", List.of("a", "b"), List.of("b", "c"))
                .items("order", List.of("a", "b"), List.of("b", "a"))
                .changes(Map.of("x", 1), Map.of("x", 2, "y", 3))
                .secret("key", true)
                .secret("other", false);

        assertThat(description)
                .hasToString("port: 8081 → 8082; director: none → d-1; sources: +c, -a; order: in another order;"
                        + " x: 1 → 2; y: none → 3; key: replaced (not shown)");
    }

    @Test
    void aDescriptionIsOneLineOfLimitedLength() {
        var description =
                new Description().change("path", "a\nb", "x".repeat(300)).say("y".repeat(5000));

        assertThat(description.toString())
                .hasSize(4000)
                .startsWith("path: a b → xxx")
                .doesNotContain("\n");
    }
}
