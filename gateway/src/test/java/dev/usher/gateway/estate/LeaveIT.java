package dev.usher.gateway.estate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.testkit.Eventually;
import dev.usher.gateway.testkit.GatewayProcess;
import dev.usher.gateway.testkit.HttpText;
import dev.usher.gateway.testkit.Ports;
import dev.usher.gateway.testkit.RecordingDirector;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.net.SocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaveIT {

    private static final int AGENTS = 8;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private Map<String, RecordingDirector> directors = Map.of();

    @BeforeEach
    void openDirectors() {
        directors = Estate.DIRECTORS.stream()
                .collect(Collectors.toMap(
                        Function.identity(), name -> RecordingDirector.open(name, folder.resolve(name))));
    }

    @AfterEach
    void closeDirectors() {
        directors.values().forEach(RecordingDirector::close);
    }

    @Test
    void sigtermLosesNothingThatIsInFlight() throws IOException {
        var ports = new Ports();
        int port = ports.one();
        var shutdown = "{ready_delay: 4s, drain_timeout: 20s}";
        try (var gateway = GatewayProcess.start(folder, ports, shutdown, yaml(port, ports))
                        .ready();
                var load = Load.start(AGENTS, new Agent.Door(SocketFactory.getDefault(), port, "none"));
                var slow = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
            Eventually.holds(
                    "all get traffic",
                    LIMIT,
                    () -> Estate.DIRECTORS.stream().allMatch(name -> load.answeredBy(name) > 20));
            slow.getOutputStream().write(slowRequest());
            Eventually.holds(
                    "the slow one is in flight",
                    LIMIT,
                    () -> Ledger.read(ledgers()).of("slow-1").size() == 1);

            gateway.process().terminate();
            Eventually.holds("not ready", LIMIT, () -> gateway.office().statusIfAny("/readyz") == 503);
            assertNewcomersAreServed(port);
            var slowAnswer = answer(slow);
            int code = gateway.process().exitCode(60);
            var sent = load.stop();

            assertThat(code).isZero();
            assertThat(slowAnswer.status()).isEqualTo(200);
            assertThat(slowAnswer.closes()).isTrue();
            assertNothingIsLost(sent, Ledger.read(ledgers()));
            assertThat(gateway.process().said())
                    .contains("left: 0 requests cut")
                    .doesNotContain("ERROR", "LEAK");
        }
    }

    /// Balancers may take a while to see that it is not ready; whoever comes meanwhile is served, once.
    private static void assertNewcomersAreServed(int port) throws IOException {
        try (var newcomer = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
            var request = "GET / HTTP/1.1\r\nHost: localhost\r\nX-Request-Id: newcomer-1\r\n\r\n";
            newcomer.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            var answer = answer(newcomer);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.closes()).isTrue();
        }
    }

    /// Once it no longer listens its clients are turned away, but only with what no Director has seen.
    private static void assertNothingIsLost(List<Sent> sent, Ledger ledger) {
        assertThat(sent).hasSizeGreaterThan(100);
        for (var one : sent) {
            assertThat(ledger.of(one.id())).as(one.toString()).hasSize(one.ok() ? 1 : 0);
            assertThat(one.status()).as(one.toString()).isIn(0, 200);
        }
    }

    private static HttpText answer(Socket socket) throws IOException {
        var in = new BufferedInputStream(socket.getInputStream());
        return Objects.requireNonNull(HttpText.read(in), "closed without an answer");
    }

    private static byte[] slowRequest() {
        var text = "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nX-Request-Id: slow-1\r\nX-Work: 7000\r\n"
                + "Content-Length: 7\r\n\r\nslow-1 ";
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private Map<String, Path> ledgers() {
        return Estate.DIRECTORS.stream().collect(Collectors.toMap(Function.identity(), folder::resolve));
    }

    private String yaml(int port, Ports ports) {
        var lines = directors.entrySet().stream()
                .map(director -> "      - {name: %s, address: 127.0.0.1, port: %d, services: {http: %d}}"
                        .formatted(
                                director.getKey(),
                                ports.row(2),
                                director.getValue().port()))
                .collect(Collectors.joining("\n"));
        return """
                listeners:
                  - name: agents
                    address: 127.0.0.1:%d
                    target: {cluster: local, service: http}
                clusters:
                  - name: local
                    directors:
                %s
                """.formatted(port, lines);
    }
}
