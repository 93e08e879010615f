package dev.usher.gateway.control.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.core.config.CertificateFiles;
import dev.usher.gateway.core.config.ControlSettings;
import dev.usher.gateway.core.config.Endpoint;
import dev.usher.gateway.testkit.Certificates;
import dev.usher.gateway.testkit.Eventually;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoorIT {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int MAX = 2;

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SETTINGS = HexFormat.of().parseHex("000000040000000000");
    private static final byte[] PING = HexFormat.of().parseHex("0000080600000000000102030405060708");
    private static final int PING_TYPE = 6;
    private static final int ACK = 1;

    @TempDir
    Path folder = Path.of("");

    private final Vertx vertx = Vertx.vertx();
    private final Certificates authority = new Certificates();
    private final List<SSLSocket> sockets = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (var socket : sockets) {
            socket.close();
        }
        vertx.close().await();
    }

    @Test
    void aStrangerTooManyIsTurnedAway() throws IOException {
        var files = authority.issue(folder, "control", "127.0.0.1");
        var settings = new ControlSettings(
                new Endpoint("127.0.0.1", 0), new CertificateFiles(files.certificate(), files.key()));
        var room = new Door.Room(0, MAX);
        var door = Door.open(vertx, settings, Buffer.buffer(authority.authority()), room, _ -> {});
        var first = connect(door.port());
        var second = connect(door.port());
        assertThat(first).matches(DoorIT::alive);
        assertThat(second).matches(DoorIT::alive);

        assertThat(connect(door.port())).matches(socket -> !alive(socket));
        assertThat(first).matches(DoorIT::alive);

        first.close();
        Eventually.holds("room for another", LONG, () -> alive(connect(door.port())));
        assertThat(second).matches(DoorIT::alive);
    }

    private SSLSocket connect(int port) {
        try {
            var socket =
                    (SSLSocket) authority.clientContext().getSocketFactory().createSocket("127.0.0.1", port);
            sockets.add(socket);
            socket.setSoTimeout((int) LONG.toMillis());
            var parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            socket.getOutputStream().write(PREFACE);
            socket.getOutputStream().write(SETTINGS);
            return socket;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// Whether a PING is answered; not where the connection is closed.
    private static boolean alive(SSLSocket socket) {
        try {
            socket.getOutputStream().write(PING);
            var in = new DataInputStream(socket.getInputStream());
            while (true) {
                int head = in.readInt();
                int flags = in.readUnsignedByte();
                in.readInt();
                in.readFully(new byte[head >>> Byte.SIZE]);
                if ((head & 0xff) == PING_TYPE && flags == ACK) {
                    return true;
                }
            }
        } catch (EOFException | SocketException _) {
            return false;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
