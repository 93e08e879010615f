package dev.usher.gateway.data.relay.http;

import static dev.usher.gateway.testkit.Seeds.forAll;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.data.relay.http.Body.Progress;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChunkDecoderTest {

    /// What became of a body: how it ended, what came out, and how much was left unread.
    private record Decoded(Progress progress, String out, int unread) {}

    @Test
    void aBodyIsDecodedToItsLastByteAndNotBeyond() {
        var decoded = decode(List.of("3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\nX-A: b\r\n\r\nnext"));

        assertThat(decoded)
                .isEqualTo(new Decoded(Progress.WHOLE, "3\r\nabc\r\na\r\n0123456789\r\n0\r\nX-A: b\r\n\r\n", 4));
    }

    @Test
    void dataIsHandedOnBeforeItsChunkIsWhole() {
        assertThat(decode(List.of("a\r\n012"))).isEqualTo(new Decoded(Progress.MORE, "3\r\n012\r\n", 0));
    }

    static Stream<String> bad() {
        return Stream.concat(
                Smuggling.chunks().stream(),
                Smuggling.trailers().stream().map(trailer -> "0\r\n" + trailer + "\r\n\r\n"));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void aBodyThatBreaksTheRulesHasNoEnd(String body) {
        var decoded = decode(List.of(body));

        assertThat(decoded.progress).isEqualTo(Progress.BROKEN);
        assertThat(decoded.out).doesNotContain("\r\n0\r\n").doesNotStartWith("0\r\n");
    }

    @ParameterizedTest
    @MethodSource("bad")
    void noSplitMakesABadBodyGood(String body) {
        assertThat(decode(List.of(body.split("(?<=.)|(?<=\r)|(?<=\n)"))).progress)
                .isEqualTo(Progress.BROKEN);
    }

    @Test
    void noSplitChangesWhatComesOut() {
        forAll(500, random -> {
            var data = new StringBuilder();
            var body = new StringBuilder();
            for (int i = 0; i < random.nextInt(5); i++) {
                var chunk = "z".repeat(1 + random.nextInt(40));
                data.append(chunk);
                body.append(Integer.toHexString(chunk.length()))
                        .append(";e\r\n")
                        .append(chunk)
                        .append("\r\n");
            }
            body.append("0\r\nX: y\r\n\r\n");

            var decoded = decode(split(body.toString(), random));

            assertThat(decoded.progress).isEqualTo(Progress.WHOLE);
            assertThat(unframed(decoded.out)).isEqualTo(data.toString());
        });
    }

    private static List<String> split(String text, Random random) {
        var pieces = new ArrayList<String>();
        for (int at = 0; at < text.length(); ) {
            int end = Math.min(text.length(), at + 1 + random.nextInt(10));
            pieces.add(text.substring(at, end));
            at = end;
        }
        return pieces;
    }

    private static String unframed(String body) {
        return body.lines().filter(line -> line.matches("z{1,40}")).collect(Collectors.joining());
    }

    private static Decoded decode(List<String> pieces) {
        var out = new Outgoing(UnpooledByteBufAllocator.DEFAULT);
        out.chunked(true);
        var body = Body.ofChunks();
        var progress = Progress.MORE;
        int unread = 0;
        for (var piece : pieces) {
            var in = Unpooled.wrappedBuffer(piece.getBytes(ISO_8859_1));
            if (progress == Progress.MORE) {
                progress = body.relay(in, out);
            }
            unread += in.readableBytes();
        }
        return new Decoded(progress, text(out), unread);
    }

    private static String text(Outgoing out) {
        var channel = new EmbeddedChannel();
        out.send(channel);
        channel.flush();
        var text = new StringBuilder();
        for (io.netty.buffer.ByteBuf piece = channel.readOutbound(); piece != null; piece = channel.readOutbound()) {
            text.append(piece.toString(ISO_8859_1));
            piece.release();
        }
        return text.toString();
    }
}
