package dev.usher.gateway.app;

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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String NOBODY = "access: {restriction: {enabled: true, sources: [192.0.2.1]}}";
    private static final String ALL = "access: {restriction: {enabled: false}}";
    private static final int UPLOAD = 1024 * 1024;

    private final Ports ports = new Ports();
    private final int agents = ports.one();

    @TempDir
    private Path folder = Path.of("");

    private List<RecordingDirector> directors = List.of();

    @BeforeEach
    void openDirectors() {
        directors = IntStream.rangeClosed(1, 6)
                .mapToObj(number -> RecordingDirector.open("d-" + number, folder.resolve("ledger-" + number)))
                .toList();
    }

    @AfterEach
    void closeDirectors() {
        directors.forEach(RecordingDirector::close);
    }

    @Test
    void hangUpBringsAClusterAndRightsAndLeavesAnUploadAlone() throws IOException {
        try (var gateway = start();
                var upload = new Socket(InetAddress.ofLiteral("127.0.0.1"), agents)) {
            upload.getOutputStream().write(head("/one", UPLOAD));
            upload.getOutputStream().write(new byte[UPLOAD / 2]);
            Eventually.holds("the upload is under way", LIMIT, () -> inFlight(gateway) == 1);
            assertThat(status("/two")).isEqualTo(404);
            assertThat(gateway.office().get("/api/v1/clusters").status()).isEqualTo(200);

            write(yaml -> withSecond(yaml, ALL).replace("[CLUSTER_READ, ", "["));
            gateway.process().signal("HUP");
            applied(gateway, 1);

            assertThat(status("/one")).isEqualTo(200);
            Eventually.holds("the new cluster serves", LIMIT, () -> status("/two") == 200);
            assertThat(gateway.office().get("/api/v1/clusters").status()).isEqualTo(403);
            assertThat(gateway.process().said()).contains("listener agents (routes), cluster two (new)");

            write(yaml -> yaml.replace(second(ALL), second(NOBODY)));
            gateway.process().signal("HUP");
            applied(gateway, 2);
            assertThat(status("/two")).isEqualTo(403);

            assertThat(inFlight(gateway)).isEqualTo(1);
            upload.getOutputStream().write(new byte[UPLOAD / 2]);
            assertThat(answer(upload)).isEqualTo(200);

            gateway.process().signal("HUP");
            applied(gateway, 3);
            assertThat(gateway.process().said()).contains("configuration read again: nothing changed");
            assertThat(gateway.process().said()).doesNotContain("ERROR");
        }
    }

    @Test
    void whatCannotBeUsedChangesNothing() throws IOException {
        try (var gateway = start()) {
            var loaded = configuration(gateway).getString("loaded_at");
            var good = Files.readString(file());

            write(yaml ->
                    withSecond(yaml, ALL).replace("name: it,", "names: it,").replace("services: {http:", "{http:"));
            refused(gateway, 1);
            assertThat(gateway.process().said()).contains("names: unknown key", "clusters[0].directors[0]");
            assertThat(configuration(gateway).getString("reload_problem")).contains("unknown key");
            assertThat(status("/one")).isEqualTo(200);

            Files.writeString(file(), good);
            write(yaml -> withSecond(yaml, ALL).replace("127.0.0.1:" + agents, "127.0.0.1:" + ports.one()));
            refused(gateway, 2);
            assertThat(gateway.process().said()).contains("listeners[0].address: changed (needs a restart)");
            assertThat(status("/two")).isEqualTo(404);
            assertThat(configuration(gateway).getString("loaded_at")).isEqualTo(loaded);

            Files.writeString(file(), good);
            applied(gateway, 1);
            assertThat(configuration(gateway).getString("reload_problem")).isNull();
            assertThat(status("/one")).isEqualTo(200);
        }
    }

    @Test
    void aChangedFileIsSeenHoweverItChanges() throws IOException {
        try (var gateway = start()) {
            write(yaml -> withSecond(yaml, ALL));
            Eventually.holds("written in place", LIMIT, () -> status("/two") == 200);

            var next = folder.resolve("next.yaml");
            Files.writeString(next, Files.readString(file()).replace(second(ALL), second(NOBODY)));
            Files.move(next, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Eventually.holds("renamed", LIMIT, () -> status("/two") == 403);

            write(yaml -> yaml.replace(second(NOBODY), "").replace(route("two"), ""));
            Eventually.holds("taken back", LIMIT, () -> status("/two") == 404);
            Eventually.holds("said so", LIMIT, () -> gateway.process().said().contains("cluster two (gone)"));
            assertThat(gateway.process().said()).doesNotContain("ERROR");
        }
    }

    private GatewayProcess start() {
        var yaml = """
                listeners:
                  - name: agents
                    address: 127.0.0.1:%d
                    routes:
                %s
                clusters:
                %s
                """.formatted(agents, route("one"), cluster("one", 0, ALL));
        return GatewayProcess.start(folder, ports, "{ready_delay: 0s}", yaml).ready();
    }

    private String withSecond(String yaml, String access) {
        return yaml.replace(route("one"), route("one") + route("two")) + second(access);
    }

    private String second(String access) {
        return cluster("two", 3, access) + "\n";
    }

    private static String route(String name) {
        return "      - {match: {path_prefix: /%s}, target: {cluster: %s, service: http}}\n".formatted(name, name);
    }

    private String cluster(String name, int first, String access) {
        var lines = IntStream.range(first, first + 3)
                .mapToObj(index -> "      - {name: d-%d, address: 127.0.0.1, port: %d, services: {http: %d}}"
                        .formatted(
                                index + 1,
                                21_000 + 2 * index,
                                directors.get(index).port()))
                .collect(Collectors.joining("\n"));
        return "  - name: " + name + "\n    " + access + "\n    directors:\n" + lines;
    }

    private Path file() {
        return folder.resolve("gateway.yaml");
    }

    private void write(UnaryOperator<String> change) throws IOException {
        Files.writeString(file(), change.apply(Files.readString(file())));
    }

    private static void applied(GatewayProcess gateway, int times) {
        reloads(gateway, "applied", times);
    }

    private static void refused(GatewayProcess gateway, int times) {
        reloads(gateway, "refused", times);
    }

    private static void reloads(GatewayProcess gateway, String result, int times) {
        var metric = "usher_config_reloads_total{result=\"" + result + "\"}";
        Eventually.holds(
                result + " " + times,
                LIMIT,
                () -> Objects.equals(gateway.office().metric(metric), (double) times));
    }

    private static double inFlight(GatewayProcess gateway) {
        return gateway.office().metrics().entrySet().stream()
                .filter(metric -> metric.getKey().startsWith("usher_director_in_flight{"))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    private static JsonObject configuration(GatewayProcess gateway) {
        return gateway.office().get("/api/v1/status").json().getJsonObject("configuration");
    }

    private int status(String path) {
        try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), agents)) {
            socket.getOutputStream().write(head(path, 0));
            return answer(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] head(String path, int length) {
        var head = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + length + "\r\n\r\n";
        return head.getBytes(StandardCharsets.US_ASCII);
    }

    private static int answer(Socket socket) throws IOException {
        var head = HttpText.read(new BufferedInputStream(socket.getInputStream()));
        return Objects.requireNonNull(head, "closed without an answer").status();
    }
}
