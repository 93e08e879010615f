package dev.usher.gateway.estate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.app.Usher;
import dev.usher.gateway.testkit.Certificates;
import dev.usher.gateway.testkit.Eventually;
import dev.usher.gateway.testkit.GatewayProcess;
import dev.usher.gateway.testkit.JavaProcess;
import dev.usher.gateway.testkit.Ports;
import dev.usher.gateway.testkit.StubDirector;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A managed cluster, all of it as processes: sidecars that know a gateway and a key, and nothing else.
class ManagedClusterIT {

    private static final Duration LONG = Duration.ofMinutes(2);
    private static final String AGE = "usher_roster_age_seconds{cluster=\"eu-west\"}";

    @TempDir
    Path folder = Path.of("");

    private final Ports ports = new Ports();
    private final int control = ports.one();
    private final Map<Integer, StubDirector> directors = new HashMap<>();
    private final Map<Integer, Integer> coordination = new HashMap<>();
    private final Map<Integer, JavaProcess> sidecars = new HashMap<>();

    @BeforeEach
    void certificateOfTheChannel() {
        assertThat(new Certificates().issue(folder, "control", "127.0.0.1").certificate())
                .exists();
    }

    @AfterEach
    void end() {
        sidecars.values().forEach(JavaProcess::close);
        directors.values().forEach(StubDirector::close);
    }

    @Test
    void sidecarsEnrolAreConfiguredMeetByTlsAndAreMended() {
        try (var gateway = gateway("http", 1, 2, 3)) {
            countsWhoAnswersInPlaintext(gateway, 3);
            enrol(gateway, 1, 2, 3);
            holds(gateway, "three met, through TLS", 3, 1);
            assertThat(roster(gateway).getBoolean("connected")).isTrue();
            assertThat(roster(gateway).getInteger("members")).isEqualTo(3);
            assertThat(gateway.office().metric(AGE)).isNotNull().isLessThan(30);
            assertThat(gateway.office().get("/api/v1/clusters/eu-west").json().getBoolean("drift"))
                    .isFalse();

            assertThat(gateway.usher("drain", "director-1")).isZero();
            says(gateway, "director-1", "draining");
            assertThat(gateway.usher("undrain", "director-1")).isZero();
            says(gateway, "director-1", "healthy");
        }
        try (var gateway = gateway("data", 1, 2, 3)) {
            holds(gateway, "another service's name, taken up live", 3, 2);
            Objects.requireNonNull(sidecars.remove(2)).kill();
            Objects.requireNonNull(sidecars.remove(3)).kill();
            Eventually.holds(
                    "quorum is lost",
                    LONG,
                    () -> !cluster(gateway).getJsonObject("quorum").getBoolean("ok"));
        }
        try (var gateway = gateway("data", 1, 4, 5)) {
            enrol(gateway, 4, 5);
            holds(gateway, "one that survived and two new ones met", 3, 3);
            sidecars.values().forEach(JavaProcess::kill);
            Eventually.holds(
                    "the roster grows old",
                    LONG,
                    () -> !roster(gateway).getBoolean("connected")
                            && roster(gateway).getLong("age_seconds") >= 2
                            && Objects.requireNonNull(gateway.office().metric(AGE)) >= 2);
            assertThat(roster(gateway).getInteger("members")).isPositive();
        }
    }

    /// Somebody sits where a sidecar should be, and knows no TLS.
    private void countsWhoAnswersInPlaintext(GatewayProcess gateway, int number) {
        int port = Objects.requireNonNull(coordination.get(number));
        try (var listener = new ServerSocket(port, 8, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answerInPlaintext(listener));
            Eventually.holds("it is counted", LONG, () -> {
                var count =
                        gateway.office().metric("usher_roster_refused_total{cluster=\"eu-west\",reason=\"plaintext\"}");
                return count != null && count > 0;
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answerInPlaintext(ServerSocket listener) {
        while (!listener.isClosed()) {
            try (var socket = listener.accept()) {
                socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            } catch (IOException _) {
                // Cut, as it should be.
            }
        }
    }

    private static JsonObject roster(GatewayProcess gateway) {
        return cluster(gateway).getJsonObject("roster");
    }

    /// A gateway that has these Directors in its cluster. The folder, so the estate, stays the same.
    private GatewayProcess gateway(String service, int... numbers) {
        var yaml = new StringBuilder("""
                control:
                  address: 127.0.0.1:%d
                  tls: {cert_file: control.crt, key_file: control.key}
                store: {}
                listeners:
                  - {name: in, address: "127.0.0.1:%d", target: {cluster: eu-west, service: %s}}
                clusters:
                  - name: eu-west
                    type: managed
                    tls: {enabled: true}
                    health: {check: tcp, service: %s}
                    directors:
                """.formatted(control, ports.one(), service, service));
        for (int number : numbers) {
            var director = directors.computeIfAbsent(number, each -> StubDirector.polite("director-" + each));
            int port = coordination.computeIfAbsent(number, _ -> ports.one());
            yaml.append("      - {name: %s, address: 127.0.0.1, port: %d, services: {%s: %d}}\n"
                    .formatted(director.name(), port, service, director.port()));
        }
        return GatewayProcess.start(folder, ports, "{ready_delay: 0s}", yaml.toString())
                .ready();
    }

    private void enrol(GatewayProcess gateway, int... numbers) {
        for (int number : numbers) {
            var name = "director-" + number;
            var made = gateway.office().post("/api/v1/directors/" + name + "/enrolment-key", "");
            assertThat(made.status()).isEqualTo(201);
            var file = folder.resolve(name + ".yaml");
            Certificates.write(file, """
                    version: 1
                    director: %s
                    data_dir: data
                    gateways: [{address: "127.0.0.1:%d", ca_file: control.crt}]
                    enrolment_key: %s
                    """.formatted(name, control, made.json().getString("enrolment_key")));
            sidecars.put(
                    number,
                    JavaProcess.start(
                            folder.resolve(name + ".log"), JavaProcess.LEAN, Usher.class, "sidecar", file.toString()));
        }
    }

    private void holds(GatewayProcess gateway, String what, int members, int revision) {
        Eventually.holds(what, LONG, () -> {
            var seen = cluster(gateway);
            var all = directorsOf(seen);
            return seen.getJsonObject("quorum").getInteger("have") == members
                    && all.stream().allMatch(each -> "connected".equals(each.getString("connection")))
                    && all.stream().allMatch(each -> each.getLong("config_revision", 0L) == revision)
                    && all.stream().allMatch(each -> "healthy".equals(word(each)));
        });
    }

    private void says(GatewayProcess gateway, String director, String state) {
        Eventually.holds(
                director + " is " + state,
                LONG,
                () -> state.equals(word(gateway.office().director(director))));
    }

    /// What the Director's own sidecar says in the roster.
    private static String word(JsonObject director) {
        var sidecar = director.getJsonObject("sidecar");
        return sidecar == null || !sidecar.getBoolean("fresh") ? "" : sidecar.getString("state");
    }

    private static JsonObject cluster(GatewayProcess gateway) {
        return gateway.office().get("/api/v1/clusters/eu-west").json();
    }

    private static List<JsonObject> directorsOf(JsonObject cluster) {
        var all = new ArrayList<JsonObject>();
        var items = cluster.getJsonArray("directors");
        for (int index = 0; index < items.size(); index++) {
            all.add(items.getJsonObject(index));
        }
        return all;
    }
}
