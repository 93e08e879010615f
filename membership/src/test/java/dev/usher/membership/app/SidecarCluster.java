package dev.usher.membership.app;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Three Directors in this process, and their sidecars in processes of their own, on one address. What the sidecars log
/// stays in `target/sidecars`.
final class SidecarCluster implements AutoCloseable {

    private static final int SIZE = 3;
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final Path folder;
    private final List<Integer> ports = new ArrayList<>();
    private final List<Integer> directorPorts = new ArrayList<>();
    private final Map<Integer, HttpServer> directors = new HashMap<>();
    private final Map<Integer, Process> sidecars = new HashMap<>();

    private SidecarCluster(Path folder) {
        this.folder = folder;
    }

    static SidecarCluster prepare(Path folder) throws IOException {
        var cluster = new SidecarCluster(folder);
        for (int number = 1; number <= SIZE; number++) {
            cluster.directorPorts.add(0);
            cluster.startDirector(number);
            cluster.ports.add(freePair(cluster.ports));
        }
        Files.writeString(cluster.file(), cluster.yaml());
        return cluster;
    }

    int directorPort(int number) {
        return directorPorts.get(number - 1);
    }

    void startDirector(int number) {
        try {
            var server = HttpServer.create(new InetSocketAddress(LOOPBACK, directorPort(number)), 16);
            server.createContext("/health", exchange -> {
                exchange.sendResponseHeaders(204, -1);
                exchange.close();
            });
            server.start();
            directorPorts.set(number - 1, server.getAddress().getPort());
            directors.put(number, server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void stopDirector(int number) {
        var server = directors.remove(number);
        if (server != null) {
            server.stop(0);
        }
    }

    void start(int number) throws IOException {
        var log = Files.createDirectories(Path.of("target", "sidecars")).resolve("director-" + number + ".log");
        var options = Path.of("../gateway/bin/jvm.options").toAbsolutePath().normalize();
        var command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@" + options,
                        "-Xmx48m",
                        "-Xss256k",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Sidecar.class.getName(),
                        file().toString(),
                        "--director",
                        "director-" + number)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        sidecars.put(number, command.start());
    }

    Process sidecar(int number) {
        var process = sidecars.get(number);
        if (process == null) {
            throw new IllegalArgumentException("sidecar " + number + " (expected: one that was started)");
        }
        return process;
    }

    List<String> clientAddresses() {
        return ports.stream().map(port -> "127.0.0.1:" + (port + 1)).toList();
    }

    @Override
    public void close() {
        sidecars.values().forEach(Process::destroyForcibly);
        sidecars.values().forEach(process -> process.onExit().join());
        List.copyOf(directors.keySet()).forEach(this::stopDirector);
    }

    private Path file() {
        return folder.resolve("sidecar.yaml");
    }

    private String yaml() {
        var yaml = new StringBuilder("version: 1\ndata_dir: data\ncluster:\n  name: it\n  directors:\n");
        IntStream.rangeClosed(1, SIZE)
                .mapToObj(number -> "    - {name: director-%d, address: 127.0.0.1, port: %d, services: {http: %d}}%n"
                        .formatted(number, ports.get(number - 1), directorPort(number)))
                .forEach(yaml::append);
        return yaml
                + "probe: {service: http, interval: 200ms, timeout: 500ms}\nversion_of_director: {version: \"2.5.0\"}\n";
    }

    /// A port that is free together with the one after it. Somebody else may still take them in between, which fails
    /// the test.
    static int freePair(List<Integer> taken) throws IOException {
        for (int attempt = 0; attempt < 100; attempt++) {
            try (var first = new ServerSocket(0, 1, LOOPBACK)) {
                var port = first.getLocalPort();
                var collides = taken.stream().anyMatch(other -> Math.abs(other - port) < 2);
                if (!collides && port < 65_535 && isFree(port + 1)) {
                    return port;
                }
            }
        }
        throw new IOException("no two free ports in a row");
    }

    private static boolean isFree(int port) {
        try (var _ = new ServerSocket(port, 1, LOOPBACK)) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
