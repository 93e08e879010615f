package dev.usher.gateway.estate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.testkit.Eventually;
import dev.usher.gateway.testkit.GatewayProcess;
import dev.usher.gateway.testkit.HttpText;
import dev.usher.gateway.testkit.Ports;
import dev.usher.gateway.testkit.RecordingDirector;
import io.vertx.core.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Two clusters that admit different addresses, behind one listener for both and one for the first alone.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoClustersIT {

    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
    private static final String FIRST_ONLY = "127.0.0.1";
    private static final String SECOND_ONLY = "127.0.0.2";
    private static final String NEITHER = "127.0.0.3";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Ports ports = new Ports();
    private final int both = ports.one();
    private final int first = ports.one();
    private RecordingDirector director;
    private GatewayProcess gateway;

    private record Answer(HttpText head, String body) {}

    @BeforeAll
    void start(@TempDir Path folder) {
        director = RecordingDirector.open("director", folder.resolve("ledger"));
        gateway =
                GatewayProcess.start(folder, ports, "{ready_delay: 0s}", yaml()).ready();
        Eventually.holds("both serve", LIMIT, () -> serves(FIRST_ONLY, "/first") && serves(SECOND_ONLY, "/second"));
    }

    private boolean serves(String source, String path) {
        try {
            return answered(source, path).head.status() == 200;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    void stop() {
        gateway.close();
        director.close();
    }

    @Test
    void eachAddressGetsIntoItsOwnCluster() throws IOException {
        var toFirst = answered(FIRST_ONLY, "/first");
        var toSecond = answered(SECOND_ONLY, "/second");

        assertThat(toFirst.head.status()).isEqualTo(200);
        assertThat(toSecond.head.status()).isEqualTo(200);
    }

    @Test
    void whomOnlyTheOtherClusterAdmitsIsToldSo() throws IOException {
        assertForbidden(answered(FIRST_ONLY, "/second"));
        assertForbidden(answered(SECOND_ONLY, "/first"));
    }

    @Test
    void whomNoClusterAdmitsFindsAClosedSocket() throws IOException {
        assertThat(get(NEITHER, both, "/first")).isNull();
        assertThat(get(SECOND_ONLY, first, "/first")).isNull();

        assertRefusedAtAccept("both", NEITHER);
        assertRefusedAtAccept("first", SECOND_ONLY);
    }

    private static void assertForbidden(Answer answer) {
        assertThat(answer.head.status()).isEqualTo(403);
        assertThat(answer.head.field("content-type")).isEqualTo("application/problem+json");
        assertThat(new JsonObject(answer.body).getString("code")).isEqualTo("acl_denied");
        assertThat(new JsonObject(answer.body).getInteger("status")).isEqualTo(403);
    }

    private void assertRefusedAtAccept(String listener, String source) {
        Eventually.holds(
                "the access log tells of " + source,
                LIMIT,
                () -> Ledger.lines(gateway.accessLog()).stream()
                        .map(JsonObject::new)
                        .anyMatch(line -> line.getString("listener").equals(listener)
                                && line.getString("source").equals(source)
                                && line.getInteger("status") == 0
                                && "acl_denied".equals(line.getString("cause"))));
        var metric = "usher_refused_total{listener=\"" + listener + "\",reason=\"acl_denied\"}";
        assertThat(gateway.office().metric(metric)).isNotNull().isPositive();
    }

    private Answer answered(String source, String path) throws IOException {
        return Objects.requireNonNull(get(source, both, path), "closed without an answer");
    }

    /// What `source` is answered; null when the connection ends without a byte.
    private static @Nullable Answer get(String source, int port, String path) throws IOException {
        try (var socket = new Socket(HERE, port, InetAddress.ofLiteral(source), 0)) {
            var request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            var in = new BufferedInputStream(socket.getInputStream());
            var head = HttpText.read(in);
            return head == null ? null : new Answer(head, head.body(in));
        } catch (SocketException reset) {
            return null;
        }
    }

    private String yaml() {
        return """
                listeners:
                  - name: both
                    address: 127.0.0.1:%d
                    routes:
                      - {match: {path_prefix: /first}, target: {cluster: first, service: http}}
                      - {match: {path_prefix: /second}, target: {cluster: second, service: http}}
                  - name: first
                    address: 127.0.0.1:%d
                    target: {cluster: first, service: http}
                clusters:
                %s%s""".formatted(both, first, cluster("first", FIRST_ONLY), cluster("second", SECOND_ONLY));
    }

    private String cluster(String name, String source) {
        var directors = IntStream.rangeClosed(1, 3)
                .mapToObj(number -> "      - {name: %s-%d, address: 127.0.0.1, port: %d, services: {http: %d}}"
                        .formatted(name, number, ports.row(2), director.port()))
                .collect(Collectors.joining("\n"));
        return """
                  - name: %s
                    directors:
                %s
                    access: {restriction: {enabled: true, sources: [%s]}}
                """.formatted(name, directors, source);
    }
}
