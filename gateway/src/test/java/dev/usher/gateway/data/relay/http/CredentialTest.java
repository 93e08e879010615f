package dev.usher.gateway.data.relay.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialTest {

    private final Head head = new Head();
    private final Credential credential = new Credential();

    @ParameterizedTest
    @CsvSource({
        "Authorization: Bearer abc, abc",
        "Authorization: bearer    abc, abc",
        "Authorization: Splunk abc, abc",
        "Authorization: Basic dTpwOnE=, p:q",
        "Authorization: Basic OnA=, p",
        "X-API-Key: abc, abc",
        "'Sec-WebSocket-Protocol: bearer, abc', abc",
        "'Sec-WebSocket-Protocol: Bearer,abc, graphql', abc",
        "Authorization: Bearer, ''",
        "Authorization: Bearerabc, ''",
        "Authorization: Digest abc, ''",
        "Authorization: Basic ???, ''",
        "Authorization: Basic dXNlcg==, ''",
        "Authorization: Basic dTo=, ''",
        "X-API-Key:, ''",
        "'Sec-WebSocket-Protocol: bearers, abc', ''",
        "'Sec-WebSocket-Protocol: chat, bearer', ''",
        "Cookie: Bearer abc, ''",
    })
    void aTokenIsFoundWhereItMayStand(String field, String token) {
        find(field);

        assertThat(shown()).isEqualTo(token);
    }

    @Test
    void authorizationComesBeforeTheOthers() {
        find("X-API-Key: key", "Authorization: Bearer bearer");

        assertThat(shown()).isEqualTo("bearer");
    }

    @Test
    void aTokenOfOursComesBeforeWhatDirectorsUse() {
        find("Authorization: Basic dTpw", "X-API-Key: usher_key");

        assertThat(shown()).isEqualTo("usher_key");
    }

    @Test
    void theJudgedTokenIsWithheldAndWhatTheDirectorNeedsIsNot() {
        find("Authorization: Basic dTpw", "X-API-Key: usher_key");

        credential.withhold(head, true);

        assertThat(withheld()).containsExactly("X-API-Key");
    }

    @Test
    void aTokenShownTwiceIsWithheldTwice() {
        find("Authorization: Bearer usher_a", "X-API-Key: usher_b");

        credential.withhold(head, true);

        assertThat(withheld()).containsExactly("Authorization", "X-API-Key");
    }

    @Test
    void aTokenOfOursIsWithheldEvenWhereNoneWasDemanded() {
        find("Authorization: Basic dTp1c2hlcl94");

        credential.withhold(head, false);

        assertThat(withheld()).containsExactly("Authorization");
    }

    @Test
    void whatNobodyJudgedAndIsNotOursTravelsOn() {
        find("Authorization: Bearer theirs", "X-API-Key: theirs");

        credential.withhold(head, false);

        assertThat(withheld()).isEmpty();
    }

    @Test
    void anAuthorizationOfAnotherKindHidesNoKey() {
        find("Authorization: Digest abc", "X-API-Key: key");

        assertThat(shown()).isEqualTo("key");
    }

    @Test
    void whatOneRequestShowedIsNotTheNextOnes() {
        find("Authorization: Basic dTp1c2hlcl94");

        find("X-A: b");

        assertThat(shown()).isEmpty();
        credential.withhold(head, true);
        assertThat(withheld()).isEmpty();
    }

    private List<String> withheld() {
        return IntStream.range(0, head.fields)
                .filter(i -> head.field[i] == Field.WITHHELD)
                .mapToObj(i -> head.text(head.lineStart[i], head.nameEnd[i]))
                .toList();
    }

    private String shown() {
        return new String(credential.bytes(), credential.start(), credential.length(), ISO_8859_1);
    }

    private void find(String... fields) {
        var text = "GET / HTTP/1.1\r\nHost: a\r\n" + String.join("\r\n", fields) + "\r\n\r\n";
        assertThat(HeadParser.request(Unpooled.wrappedBuffer(text.getBytes(ISO_8859_1)), head, 8192))
                .isPositive();
        credential.find(head);
    }
}
