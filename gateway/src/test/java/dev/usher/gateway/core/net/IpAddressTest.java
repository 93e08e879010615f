package dev.usher.gateway.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpAddressTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "255.255.255.255, 255.255.255.255",
        "::, ::",
        "::1, ::1",
        "1::, 1::",
        "2001:DB8:0:0:0:0:0:1, 2001:db8::1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "1:2:3:4:5:6:0:0, 1:2:3:4:5:6::",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
    })
    void writesAddressesInTheirUsualForm(String written, String usual) {
        assertThat(IpAddress.of(InetAddress.ofLiteral(written))).hasToString(usual);
    }

    @Test
    void itsTextReadsBackAsTheSameAddress() {
        for (long seed = 0; seed < 1_000; seed++) {
            var random = new Random(seed);
            var address = new IpAddress(
                    random.nextLong() & mask(random.nextInt(256)), random.nextLong() & mask(random.nextInt(256)));

            assertThat(IpAddress.of(InetAddress.ofLiteral(address.toString())))
                    .as("seed %d", seed)
                    .isEqualTo(address);
        }
    }

    /// Turns each of the four set bits of `groups` into sixteen.
    private static long mask(int groups) {
        long mask = 0;
        for (int i = 0; i < 4; i++) {
            mask = mask << 16 | ((groups >> i & 1) == 1 ? 0xffff : 0);
        }
        return mask;
    }
}
