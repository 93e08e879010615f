package dev.usher.gateway.app.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SampleDirectorIT {

    private SampleDirector director;

    @BeforeEach
    void start() throws IOException {
        director = new SampleDirector("director-1", 0);
        Thread.ofVirtual().start(() -> {
            try {
                director.serve();
            } catch (SocketException _) {
                // Closed by the test.
            } catch (IOException | InterruptedException wrong) {
                throw new IllegalStateException(wrong);
            }
        });
    }

    @AfterEach
    void stop() throws IOException {
        director.close();
    }

    @Test
    void saysItsNameToAnyRequest() throws IOException {
        var reply = talk("PURGE /any/path?x=1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        assertThat(reply).startsWith("HTTP/1.1 200 OK\r\n").contains("\r\nX-Director: director-1\r\n");
    }

    @Test
    void countsRequestsAndBodyBytesButNoProbes() throws IOException {
        var reply = talk("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"
                + "POST /b HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\nT: v\r\n\r\n"
                + "GET /health HTTP/1.1\r\nHost: a\r\n\r\n"
                + "GET /_count HTTP/1.1\r\nHost: a\r\n\r\n"
                + "GET /_count HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        assertThat(reply).endsWith("{\"requests\":2,\"bytes\":18}\n");
        assertThat(reply.split("HTTP/1.1 200 OK", -1)).hasSize(6);
    }

    @Test
    void answersPipelinedRequestsInOrder() throws IOException {
        var requests = new StringBuilder();
        var expected = new StringBuilder();
        for (var length = 1; length <= 50; length++) {
            requests.append("POST / HTTP/1.1\r\nContent-Length: " + length + "\r\n\r\n" + "x".repeat(length));
            expected.append("\"bytes\":" + length + "}");
        }
        requests.append("GET /_count HTTP/1.1\r\nConnection: close\r\n\r\n");

        var reply = talk(requests.toString());

        var bodies =
                reply.lines().filter(line -> line.startsWith("{\"director\"")).toList();
        assertThat(String.join("", bodies).replace("{\"director\":\"director-1\",", ""))
                .isEqualTo(expected.toString());
    }

    @Test
    void asksForTheBodyThatWaitsForIt() throws IOException {
        try (var socket = connect()) {
            send(socket, "POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 3\r\nConnection: close\r\n\r\n");
            var interim = new String(socket.getInputStream().readNBytes(25), StandardCharsets.US_ASCII);
            send(socket, "abc");

            assertThat(interim).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            assertThat(rest(socket)).startsWith("HTTP/1.1 200 OK").endsWith("\"bytes\":3}\n");
        }
    }

    @Test
    void answersHeadWithoutABody() throws IOException {
        var reply = talk("HEAD / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\nConnection: close\r\n\r\n");

        assertThat(reply.split("\r\n\r\n", -1)[1]).startsWith("HTTP/1.1 200 OK");
    }

    @Test
    void refusesWhatItCannotRead() throws IOException {
        assertThat(talk("POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n")).startsWith("HTTP/1.1 400");
        assertThat(talk("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"))
                .startsWith("HTTP/1.1 400");
        assertThat(talk("hello\r\n\r\n")).startsWith("HTTP/1.1 400");
    }

    private Socket connect() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), director.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private String talk(String requests) throws IOException {
        try (var socket = connect()) {
            send(socket, requests);
            return rest(socket);
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String rest(Socket socket) throws IOException {
        var received = new ByteArrayOutputStream();
        socket.getInputStream().transferTo(received);
        return received.toString(StandardCharsets.US_ASCII);
    }
}
