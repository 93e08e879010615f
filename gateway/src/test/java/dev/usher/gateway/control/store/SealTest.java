package dev.usher.gateway.control.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealTest {

    private static final String KEY = "0123456789abcdef".repeat(4);
    private static final String PURPOSE = "cluster/west/private_key";
    private static final byte[] SECRET = "a private key".getBytes(StandardCharsets.UTF_8);

    private final Seal seal = Seal.of(KEY);

    @Test
    void whatWasSealedIsUnsealedForItsPurpose() {
        assertThat(seal.unseal(PURPOSE, seal.seal(PURPOSE, SECRET))).isEqualTo(SECRET);
        assertThat(seal.unseal(PURPOSE, seal.seal(PURPOSE, new byte[0]))).isEmpty();
    }

    @Test
    void oneKeyIsReadInBothForms() {
        var base64 = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(KEY));

        assertThat(Seal.of(base64 + "\n").unseal(PURPOSE, seal.seal(PURPOSE, SECRET)))
                .isEqualTo(SECRET);
    }

    @Test
    void noTwoSealsAreAlikeAndNoneShowsTheSecret() {
        var first = seal.seal(PURPOSE, SECRET);

        assertThat(first).isNotEqualTo(seal.seal(PURPOSE, SECRET));
        assertThat(new String(first.bytes(), StandardCharsets.ISO_8859_1)).doesNotContain("private");
    }

    @Test
    void aSealForAnotherPurposeDoesNotOpen() {
        var sealed = seal.seal(PURPOSE, SECRET);

        assertThatThrownBy(() -> seal.unseal("cluster/east/private_key", sealed))
                .isInstanceOf(Broken.class)
                .hasMessageStartingWith("cluster/east/private_key: its seal does not open");
    }

    @Test
    void aSealOfAnotherKeyDoesNotOpen() {
        var other = Seal.of(Seal.newKey());

        assertThatThrownBy(() -> other.unseal(PURPOSE, seal.seal(PURPOSE, SECRET)))
                .isInstanceOf(Broken.class);
    }

    @Test
    void aSealWithAnyBitChangedDoesNotOpen() {
        var good = seal.seal(PURPOSE, SECRET).bytes();

        for (int bit = 0; bit < good.length * Byte.SIZE; bit++) {
            var changed = good.clone();
            changed[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertThatThrownBy(() -> seal.unseal(PURPOSE, Sealed.of(changed)))
                    .as("bit %d", bit)
                    .isInstanceOf(Broken.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 28})
    void aSealThatIsCutDoesNotOpen(int length) {
        var cut = Arrays.copyOf(seal.seal(PURPOSE, SECRET).bytes(), length);

        assertThatThrownBy(() -> seal.unseal(PURPOSE, Sealed.of(cut))).isInstanceOf(Broken.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "secret", "c2VjcmV0", "0123456789abcdef", "not a key at all, is it?"})
    void whatIsNoKeyIsToldWithoutBeingShown(String text) {
        assertThatThrownBy(() -> Seal.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("store.secret_key: ")
                .hasMessageEndingWith("(expected: " + Seal.EXPECTED + ")")
                .hasMessageNotContaining("not a key at all");
    }
}
