package dev.usher.gateway.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.core.net.AccessList;
import dev.usher.gateway.core.net.AccessRule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginsTest {

    private final Origins origins =
            new Origins(AccessList.of(List.of(AccessRule.parse("10.0.0.0/8"), AccessRule.parse("::1"))));

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 198.51.100.7, 192.0.2.1",
        "10.0.0.1, 198.51.100.7, 198.51.100.7",
        "10.0.0.1, '1.1.1.1, 198.51.100.7, 10.2.3.4', 198.51.100.7",
        "10.0.0.1, '10.9.9.9, 10.2.3.4', 10.9.9.9",
        "10.0.0.1, '198.51.100.7, nonsense, 10.2.3.4', 10.2.3.4",
        "10.0.0.1, 10.0.0.0/8, 10.0.0.1",
        "10.0.0.1, 198.51.100.7:4711, 198.51.100.7",
        "::1, '[2001:db8::1]:4711', 2001:db8::1",
        "::ffff:10.0.0.1, 198.51.100.7, 198.51.100.7",
        "fe80::1%eth0, 198.51.100.7, fe80::1"
    })
    void believesTrustedProxiesOnly(String peer, String forwarded, String address) {
        assertThat(origins.address(peer, List.of(forwarded))).isEqualTo(address);
    }

    @Test
    void readsSeveralLinesAsOne() {
        assertThat(origins.address("10.0.0.1", List.of("1.1.1.1", "198.51.100.7", "10.2.3.4")))
                .isEqualTo("198.51.100.7");
    }

    @Test
    void asksThePeerWhereNothingIsForwarded() {
        assertThat(origins.address("10.0.0.1", List.of())).isEqualTo("10.0.0.1");
    }
}
