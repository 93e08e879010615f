package dev.usher.membership.app;

import com.sun.net.httpserver.HttpServer;
import dev.usher.membership.mesh.MeshAuthority;
import dev.usher.membership.mesh.MeshKeys;
import dev.usher.membership.mesh.MeshPeer;
import dev.usher.membership.mesh.Security;
import dev.usher.membership.time.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Three Directors in this process, and their sidecars in processes of their own, on one address. What the sidecars log
/// stays in `target/sidecars`.
public final class SidecarCluster implements AutoCloseable {

    private static final int SIZE = 3;
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    /// How they speak with each other.
    public enum Tls {
        NONE,
        SHARED,
        ISSUED
    }

    private final Path folder;
    private final Place place;
    private final String name;
    private final Tls tls;
    private final MeshAuthority authority = new MeshAuthority();
    private final MeshKeys shared = MeshAuthority.selfSigned("CN=cluster", "EC");
    private final List<Integer> ports = new ArrayList<>();
    private final List<Integer> directorPorts = new ArrayList<>();
    private final Map<Integer, HttpServer> directors = new HashMap<>();
    private final Map<Integer, Process> sidecars = new HashMap<>();

    private SidecarCluster(Path folder, String name, Tls tls, Place place) {
        this.place = place;
        this.folder = folder;
        this.name = name;
        this.tls = tls;
    }

    /// Where the sidecars run.
    ///
    /// @param command what stands before theirs, as in `ip netns exec NAME`
    /// @param address the one that all of them have there
    public record Place(List<String> command, String address) {}

    public static SidecarCluster prepare(Path folder) throws IOException {
        return prepare(folder, "it", Tls.NONE);
    }

    public static SidecarCluster prepare(Path folder, String name, Tls tls) throws IOException {
        return prepare(folder, name, tls, new Place(List.of(), "127.0.0.1"));
    }

    public static SidecarCluster prepare(Path folder, String name, Tls tls, Place place) throws IOException {
        var cluster = new SidecarCluster(folder, name, tls, place);
        for (int number = 1; number <= SIZE; number++) {
            cluster.directorPorts.add(0);
            cluster.startDirector(number);
            cluster.ports.add(FreePorts.row(2));
        }
        for (int number = 1; number <= SIZE; number++) {
            Files.writeString(cluster.file(number), cluster.yaml(number));
        }
        return cluster;
    }

    public int directorPort(int number) {
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

    public void stopDirector(int number) {
        var server = directors.remove(number);
        if (server != null) {
            server.stop(0);
        }
    }

    public void start(int number) throws IOException {
        var log = Files.createDirectories(Path.of("target", "sidecars")).resolve(name + "-director-" + number + ".log");
        var options = Path.of("../gateway/bin/jvm.options").toAbsolutePath().normalize();
        var command = new ArrayList<>(place.command());
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + options,
                "-Xmx48m",
                "-Xss256k",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Sidecar.class.getName(),
                file(number).toString(),
                "--director",
                "director-" + number));
        sidecars.put(
                number,
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start());
    }

    public Process sidecar(int number) {
        var process = sidecars.get(number);
        if (process == null) {
            throw new IllegalArgumentException("sidecar " + number + " (expected: one that was started)");
        }
        return process;
    }

    public String name() {
        return name;
    }

    /// Where its sidecars are reached: the coordination port of each.
    public List<MeshPeer> peers() {
        return IntStream.rangeClosed(1, SIZE)
                .mapToObj(number -> new MeshPeer("director-" + number, place.address(), ports.get(number - 1)))
                .toList();
    }

    /// What a gateway shows to them.
    public Security gateway() {
        return switch (tls) {
            case NONE -> new Security.Plaintext();
            case SHARED -> new Security.Mesh(shared);
            case ISSUED -> new Security.Mesh(authority.gateway(name, "gateway-1"));
        };
    }

    /// What a sidecar has.
    public MeshKeys keys(int number) {
        return tls == Tls.SHARED ? shared : authority.director(name, "director-" + number);
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

    private Path file(int number) {
        return folder.resolve(name + "-" + number + ".yaml");
    }

    private String yaml(int self) throws IOException {
        var yaml = new StringBuilder("version: 1\ndata_dir: data-" + name + "\ncluster:\n  name: " + name + "\n"
                + tls(self) + "  directors:\n");
        IntStream.rangeClosed(1, SIZE)
                .mapToObj(number -> "    - {name: director-%d, address: %s, port: %d, services: {http: %d}}%n"
                        .formatted(number, place.address(), ports.get(number - 1), directorPort(number)))
                .forEach(yaml::append);
        return yaml
                + "probe: {service: http, interval: 200ms, timeout: 500ms}\nversion_of_director: {version: \"2.5.0\"}\n";
    }

    private String tls(int self) throws IOException {
        if (tls == Tls.NONE) {
            return "";
        }
        var keys = keys(self);
        var stem = name + "-" + self;
        Files.writeString(
                folder.resolve(stem + ".crt"), MeshAuthority.pem(keys.chain().getFirst()));
        Files.writeString(folder.resolve(stem + ".key"), MeshAuthority.pem(keys.key()));
        Files.writeString(folder.resolve(stem + ".ca"), MeshAuthority.pem(authority.certificate()));
        return "  tls: {enabled: true, certificate: \"${file:%s.crt}\", private_key: \"${file:%s.key}\"%s}\n"
                .formatted(stem, stem, tls == Tls.ISSUED ? ", ca: \"${file:" + stem + ".ca}\"" : "");
    }
}
