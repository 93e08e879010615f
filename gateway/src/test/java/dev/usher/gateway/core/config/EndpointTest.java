package dev.usher.gateway.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:80,127.0.0.1,80,true",
        "[::1]:0,::1,0,true",
        "localhost:65535,localhost,65535,true",
        "0.0.0.0:1,0.0.0.0,1,false",
        "[2001:db8::1]:443,2001:db8::1,443,false",
        "gateway-1.example.com:443,gateway-1.example.com,443,false"
    })
    void readsAndWritesHostAndPort(String text, String host, int port, boolean loopback) {
        var endpoint = Endpoint.parse(text);

        assertThat(endpoint).isEqualTo(new Endpoint(host, port)).hasToString(text);
        assertThat(endpoint.loopback()).isEqualTo(loopback);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "80",
                ":80",
                "a:",
                "a:65536",
                "a:-1",
                "::1:80",
                "[::1]",
                "[::g]:1",
                "[1]:1",
                "300.1.1.1:80",
                "1.2.3:80",
                "a b:80",
                "-a:80",
                "a..b:80",
                "http://a:80",
                "[127.0.0.1]:80"
            })
    void refusesWhatIsNoHostAndPort(String text) {
        assertThatThrownBy(() -> Endpoint.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:80,127.0.0.1:80,true",
        "0.0.0.0:80,127.0.0.1:80,true",
        "127.0.0.2:80,127.0.0.1:80,false",
        "127.0.0.1:80,127.0.0.1:81,false",
        "127.0.0.1:0,127.0.0.1:0,false"
    })
    void knowsWhatCannotBeBoundTwice(String left, String right, boolean collides) {
        assertThat(Endpoint.parse(left).collides(Endpoint.parse(right))).isEqualTo(collides);
    }
}
