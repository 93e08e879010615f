package dev.usher.gateway.control.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.core.config.CertificateFiles;
import dev.usher.gateway.core.config.ControlSettings;
import dev.usher.gateway.core.config.Endpoint;
import dev.usher.gateway.testkit.Certificates;
import dev.usher.gateway.testkit.Eventually;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoorIT {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int MAX = 2;

    @TempDir
    Path folder = Path.of("");

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void aStrangerTooManyIsTurnedAway() {
        var authority = new Certificates();
        var files = authority.issue(folder, "control", "127.0.0.1");
        var settings = new ControlSettings(
                new Endpoint("127.0.0.1", 0), new CertificateFiles(files.certificate(), files.key()));
        var door = Door.open(vertx, settings, Buffer.buffer(authority.authority()), new Door.Room(0, MAX), _ -> {});
        var client = client();
        var inside = new ArrayList<HttpClientConnection>();
        for (int i = 0; i < MAX; i++) {
            inside.add(connect(client, door.port()));
        }

        assertThat(entered(client, door.port())).isFalse();
        assertAlive(inside);

        inside.removeFirst().close().await();
        Eventually.holds("room for another", LONG, () -> entered(client, door.port()));
        assertAlive(inside);
        door.shutdown().await();
    }

    private static void assertAlive(List<HttpClientConnection> connections) {
        assertThat(connections).allMatch(DoorIT::alive);
    }

    private static boolean entered(HttpClientAgent client, int port) {
        try {
            return alive(connect(client, port));
        } catch (RuntimeException _) {
            return false;
        }
    }

    private static boolean alive(HttpClientConnection connection) {
        return connection
                .ping(Buffer.buffer("12345678"))
                .map(true)
                .otherwise(false)
                .await();
    }

    private HttpClientAgent client() {
        return vertx.createHttpClient(new HttpClientOptions()
                .setSsl(true)
                .setTrustAll(true)
                .setVerifyHost(false)
                .setUseAlpn(true)
                .setProtocolVersion(HttpVersion.HTTP_2));
    }

    private static HttpClientConnection connect(HttpClientAgent client, int port) {
        return client.connect(new HttpConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(port)
                        .setSsl(true))
                .await();
    }
}
