package dev.usher.membership.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.membership.probe.ProbeResult.Cause;
import dev.usher.membership.time.Ticker;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The health call against an HTTP/2 server that is not ours.
class GrpcProbeIT {

    private final Vertx vertx = Vertx.vertx();
    private final CompletableFuture<String> asked = new CompletableFuture<>();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void servingIsHealthy() throws Exception {
        var port = listen(answer(8, 1));

        assertThat(check(port)).returns(Cause.ANSWERED, ProbeResult::cause).returns("SERVING", ProbeResult::why);
        assertThat(asked.get(20, TimeUnit.SECONDS))
                .isEqualTo("POST http /grpc.health.v1.Health/Check 127.0.0.1:" + port
                        + " application/grpc trailers: 0000000000");
    }

    @Test
    void anyOtherStatusIsNot() throws Exception {
        assertThat(check(listen(answer(8, 2))))
                .returns(Cause.BAD_STATUS, ProbeResult::cause)
                .returns("status 2 (expected: 1, SERVING)", ProbeResult::why);
        assertThat(check(listen(answer()))).returns(Cause.BAD_STATUS, ProbeResult::cause);
    }

    @Test
    void aServerWithoutTheServiceIsNot() throws Exception {
        var port = listen(request -> request.response()
                .putHeader("content-type", "application/grpc")
                .putHeader("grpc-status", "12")
                .end());

        assertThat(check(port))
                .returns(Cause.BAD_STATUS, ProbeResult::cause)
                .returns("no answer of a health service (expected: grpc.health.v1.Health)", ProbeResult::why);
    }

    @Test
    void anAnswerInHttp1IsNone() throws Exception {
        try (var server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (var peer = server.accept()) {
                    peer.getOutputStream()
                            .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    peer.getInputStream().readAllBytes();
                } catch (IOException _) {
                    // The probe has gone.
                }
            });

            assertThat(check(server.getLocalPort())).returns(Cause.BAD_ANSWER, ProbeResult::cause);
        }
    }

    @Test
    void silenceIsATimeout() throws Exception {
        try (var server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            var target = new ProbeTarget.Grpc("127.0.0.1", server.getLocalPort());

            var result = new Probe(target, Duration.ofMillis(200), Ticker.system()).run();

            assertThat(result).returns(Cause.TIMEOUT, ProbeResult::cause);
        }
    }

    private int listen(Handler<HttpServerRequest> handler) throws Exception {
        var listening = vertx.createHttpServer().requestHandler(handler).listen(0, "127.0.0.1");
        return listening
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS)
                .actualPort();
    }

    /// Answers with these bytes as the message.
    private Handler<HttpServerRequest> answer(int... message) {
        return request -> request.body().onSuccess(body -> {
            asked.complete(request.method() + " " + request.scheme() + " " + request.path() + " " + request.authority()
                    + " " + request.getHeader("content-type") + " " + request.getHeader("te") + ": " + hex(body));
            var bytes = Buffer.buffer().appendByte((byte) 0).appendInt(message.length);
            for (var each : message) {
                bytes.appendByte((byte) each);
            }
            var response = request.response().putHeader("content-type", "application/grpc");
            response.setChunked(true);
            response.putTrailer("grpc-status", "0");
            response.end(bytes);
        });
    }

    private static String hex(Buffer body) {
        return HexFormat.of().formatHex(body.getBytes());
    }

    private static ProbeResult check(int port) {
        return new Probe(new ProbeTarget.Grpc("127.0.0.1", port), Duration.ofSeconds(20), Ticker.system()).run();
    }
}
