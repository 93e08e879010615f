package dev.usher.gateway.data.relay.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldTest {

    @ParameterizedTest
    @CsvSource({
        "Host, HOST",
        "CONTENT-LENGTH, CONTENT_LENGTH",
        "content_length, CONTENT_LENGTH",
        "Transfer-Encoding, TRANSFER_ENCODING",
        "X-Forwarded-For, X_FORWARDED_FOR",
        "X-Forwarded-Fort, OTHER",
        "X-Forwarded-Fo, OTHER",
        "X-Usher-, X_USHER",
        "x_usher_anything-of-any-length-at-all, X_USHER",
        "X-Usher, OTHER",
        "TE, TE",
        "T, OTHER",
    })
    void namesAreKnownInAnyCaseAndWithEitherDash(String name, Field field) {
        assertThat(of(name)).isEqualTo(field);
    }

    @Test
    void eachFieldKnowsItsOwnName() {
        for (var field : Field.values()) {
            if (field != Field.OTHER && field != Field.WITHHELD) {
                assertThat(of(field.name().replace('_', '-'))).isEqualTo(field == Field.X_USHER ? Field.OTHER : field);
            }
        }
    }

    @Test
    void theNameMayStandAnywhereInItsBytes() {
        var bytes = "....Host: a".getBytes(ISO_8859_1);

        assertThat(Field.of(bytes, 4, 8)).isEqualTo(Field.HOST);
    }

    private static Field of(String name) {
        var bytes = name.getBytes(ISO_8859_1);
        return Field.of(bytes, 0, bytes.length);
    }
}
