package dev.usher.gateway.data.relay.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.testkit.Samples;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardingTest {

    private static final String PROXY = "10.0.0.1";

    @ParameterizedTest
    @CsvSource({
        "203.0.113.9, 203.0.113.9",
        "'1.1.1.1, 203.0.113.9', 203.0.113.9",
        "'203.0.113.9, 10.0.0.2', 203.0.113.9",
        "'10.0.0.3,10.0.0.2', 10.0.0.3",
        "203.0.113.9:4711, 203.0.113.9",
        "[2001:db8::1]:4711, 2001:db8::1",
        "2001:db8::1, 2001:db8::1",
        "'[2001:db8::1]', 2001:db8::1",
        "::ffff:203.0.113.9, 203.0.113.9",
    })
    void theNearestAddressThatIsNoProxysIsMeant(String forwarded, String source) {
        assertThat(source("X-Forwarded-For: " + forwarded)).isEqualTo(source);
    }

    @ParameterizedTest
    @CsvSource({"unknown", "'203.0.113.9,'", "','", "10.0.0.0/8", "203.0.113.9 x", "_hidden", "203.0.113.999"})
    void whatIsNoListOfAddressesMeansNobody(String forwarded) {
        assertThat(source("X-Forwarded-For: " + forwarded)).isEqualTo("nobody");
    }

    @Test
    void aProxyThatForwardsNothingMeansItself() {
        assertThat(source("X-A: b")).isEqualTo(PROXY);
    }

    @Test
    void severalFieldsAreOneList() {
        assertThat(source("X-Forwarded-For: 203.0.113.9", "X-A: b", "x-forwarded-for: 10.0.0.2"))
                .isEqualTo("203.0.113.9");
    }

    @Test
    void aChainThatIsTooLongMeansNobody() {
        assertThat(source("X-Forwarded-For: 203.0.113.9" + ", 10.0.0.2".repeat(31)))
                .isEqualTo("203.0.113.9");
        assertThat(source("X-Forwarded-For: 203.0.113.9" + ", 10.0.0.2".repeat(32)))
                .isEqualTo("nobody");
        assertThat(source("X-Forwarded-For: 203.0.113.9" + ", 10.0.0.2".repeat(500)))
                .isEqualTo("nobody");
    }

    @Test
    void forwardedIsReadWhereThereIsNoListOfAddresses() {
        assertThat(source("Forwarded: for=203.0.113.9;proto=https, for=10.0.0.2"))
                .isEqualTo("203.0.113.9");
        assertThat(source("Forwarded: proto=https; For=\"[2001:db8::9]:4711\"")).isEqualTo("2001:db8::9");
        assertThat(source("Forwarded: for=198.51.100.1", "X-Forwarded-For: 203.0.113.9"))
                .isEqualTo("203.0.113.9");
    }

    @Test
    void aForwardedElementWithoutAnAddressMeansNobody() {
        assertThat(source("Forwarded: for=_hidden")).isEqualTo("nobody");
        assertThat(source("Forwarded: for=203.0.113.9, proto=https")).isEqualTo("nobody");
    }

    private static String source(String... fields) {
        var head = new Head();
        var text = "GET / HTTP/1.1\r\nHost: a\r\n" + String.join("\r\n", fields) + "\r\n\r\n";
        assertThat(HeadParser.request(Unpooled.wrappedBuffer(text.getBytes(ISO_8859_1)), head, 16384))
                .isPositive();
        var source = Forwarding.source(head, Samples.address(PROXY), Samples.sources("10.0.0.0/8"));
        return source == null ? "nobody" : source.toString();
    }
}
