package dev.usher.gateway.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {

    private static final String REST = "$YWFhYWFhYWFhYWFhYWFhYQ$iJ/eUZorhPBDwV4V46aJZ4BdVZuIZun8DGvYoVOtW+k";

    @Test
    void readsWhatItWrites() {
        var text = "$argon2id$v=19$m=65536,t=3,p=1" + REST;

        var hash = PasswordHash.parse(text);

        assertThat(hash.cost()).isEqualTo(PasswordHash.Cost.USUAL);
        assertThat(PasswordHash.of(hash.cost(), hash.salt(), hash.hash())).isEqualTo(hash);
        assertThat(hash.reveal()).isEqualTo(text);
    }

    @Test
    void isNeverShown() {
        assertThat(PasswordHash.parse("$argon2id$v=19$m=65536,t=3,p=1" + REST)).hasToString("(not shown)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$argon2id$v=19$m=4194304,t=3,p=1",
                "$argon2id$v=19$m=131073,t=1,p=1",
                "$argon2id$v=19$m=131072,t=9,p=1",
                "$argon2id$v=19$m=65536,t=11,p=1",
                "$argon2id$v=19$m=65536,t=0,p=1",
                "$argon2id$v=19$m=65536,t=3,p=5",
                "$argon2id$v=19$m=31,t=3,p=4",
                "$argon2i$v=19$m=65536,t=3,p=1",
                "$argon2id$v=16$m=65536,t=3,p=1",
                "$argon2id$v=19$m=9999999999,t=3,p=1"
            })
    void takesNoHashThatWouldCostTooMuchOrIsOfAnotherKind(String parameters) {
        assertThatIllegalArgumentException().isThrownBy(() -> PasswordHash.parse(parameters + REST));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"$YWFh$iJ/eUZorhPBDwV4V46aJZ4BdVZuIZun8DGvYoVOtW+k", "$YWFhYWFhYWFhYWFhYWFhYQ$YWFh", "$$", ""})
    void takesNoShortSaltsAndHashes(String rest) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PasswordHash.parse("$argon2id$v=19$m=65536,t=3,p=1" + rest));
    }

    @Test
    void knowsWhatIsGuessedFast() {
        assertThat(new PasswordHash.Cost(19 << 10, 2, 1).weak()).isFalse();
        assertThat(new PasswordHash.Cost(19 << 10, 1, 1).weak()).isTrue();
    }
}
