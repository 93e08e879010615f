package dev.usher.gateway.estate.net;

import dev.usher.gateway.app.Usher;
import dev.usher.gateway.core.model.TokenValue;
import dev.usher.gateway.estate.Ledger;
import dev.usher.gateway.testkit.Certificates;
import dev.usher.gateway.testkit.Eventually;
import dev.usher.gateway.testkit.JavaProcess;
import dev.usher.gateway.testkit.RecordingDirector;
import dev.usher.membership.app.Sidecar;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Two gateways and a cluster, every process on a node of its own but for a sidecar, which is beside its Director.
/// Nodes of Directors are `d1` and so on, as are the Directors; those of the gateways `g1` and `g2`; `load` sends.
/// *Confined to the thread of the test.*
final class NetEstate implements AutoCloseable {

    static final List<String> GATEWAYS = List.of("g1", "g2");
    static final String LOAD = "load";
    static final String CLUSTER = "estate";
    static final int COORDINATION = 8081;

    private static final Duration JUMP = Duration.ofSeconds(30);
    private static final int DATA = 9000;
    private static final int DOOR = 8080;
    private static final int ADMIN = 8480;
    private static final List<String> SIDECAR =
            List.of("-Xmx48m", "-Xss512k", "-XX:TieredStopAtLevel=1", "-XX:ReservedCodeCacheSize=32m");
    private static final List<String> GATEWAY = List.of("-Xmx192m", "-Dio.netty.leakDetection.level=simple");

    private final Path folder;
    private final Security security;
    private List<String> directors;
    private List<String> sidecarFlags = SIDECAR;
    private final Network network;
    private final FakeTime time;
    private final TokenValue token = TokenValue.generate(new SecureRandom());
    private final Map<String, JavaProcess> directorProcesses = new HashMap<>();
    private final Map<String, JavaProcess> sidecars = new HashMap<>();
    private final Map<String, JavaProcess> gateways = new HashMap<>();
    private final Map<String, Lookout> lookouts = new LinkedHashMap<>();

    /// @param folder for all files; emptied
    /// @param size how many Directors the cluster has
    /// @param spare how many more there are that are not configured
    NetEstate(Path folder, Security security, int size, int spare) {
        this.folder = emptied(folder);
        this.security = security;
        this.directors = List.of();
        this.time = new FakeTime(folder);
        var nodes = new ArrayList<>(names(1, size + spare));
        nodes.addAll(GATEWAYS);
        nodes.add(LOAD);
        this.network = Network.open(nodes);
        new Certificates().issue(this.folder, "cluster", CLUSTER);
        configure(names(1, size));
    }

    private static List<String> names(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(number -> "d" + number)
                .toList();
    }

    private static Path emptied(Path folder) {
        try {
            Files.createDirectories(folder);
            try (var files = Files.list(folder)) {
                for (var file : files.filter(Files::isRegularFile).toList()) {
                    Files.delete(file);
                }
            }
            return folder.toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Writes the files of all processes for a cluster of these Directors; who runs goes on as before.
    void configure(List<String> configured) {
        directors = List.copyOf(configured);
        Certificates.write(folder.resolve("sidecar.yaml"), sidecarYaml(configured));
        GATEWAYS.forEach(
                gateway -> Certificates.write(folder.resolve(gateway + ".yaml"), gatewayYaml(gateway, configured)));
    }

    /// Starts everything at once, and does not wait.
    void start() {
        directors.forEach(this::startDirector);
        directors.forEach(this::startSidecar);
        GATEWAYS.forEach(this::startGateway);
        GATEWAYS.forEach(gateway -> {
            var lookout = new Lookout(ADMIN, token.reveal(), CLUSTER);
            lookouts.put(gateway, lookout);
            network.thread(gateway, "lookout-" + gateway, lookout::run);
        });
    }

    void startDirector(String name) {
        directorProcesses.put(
                name,
                JavaProcess.after(
                        network.at(name),
                        log(name),
                        JavaProcess.LEAN,
                        RecordingDirector.class,
                        name,
                        Integer.toString(DATA),
                        ledger(name).toString(),
                        network.node(name).address()));
    }

    void startSidecar(String name) {
        var before = new ArrayList<>(network.at(name));
        if (name.equals(elsewhen())) {
            before.addAll(time.words(name));
        }
        sidecars.put(
                name,
                JavaProcess.after(
                        before,
                        log(name + "-sidecar"),
                        sidecarFlags,
                        Sidecar.class,
                        folder.resolve("sidecar.yaml").toString(),
                        "--director",
                        name));
    }

    /// Sidecars that are started from now on find this library before the one they are built with; null: none.
    void older(@Nullable Path library) {
        sidecarFlags = library == null
                ? SIDECAR
                : Stream.concat(
                                SIDECAR.stream(),
                                Stream.of("-cp", library + File.pathSeparator + System.getProperty("java.class.path")))
                        .toList();
    }

    void startGateway(String name) {
        gateways.put(
                name,
                JavaProcess.after(
                        network.at(name),
                        log(name),
                        GATEWAY,
                        Usher.class,
                        "gateway",
                        folder.resolve(name + ".yaml").toString()));
    }

    List<String> directors() {
        return directors;
    }

    Network network() {
        return network;
    }

    /// The Director whose sidecar can be given another time.
    String elsewhen() {
        return directors.getLast();
    }

    /// Gives a sidecar another time of day, and returns once what it logs shows that.
    ///
    /// @param far whether the new time is hours away from the true one
    void otherTime(String director, String offset, boolean far) {
        int before = sidecar(director).said().length();
        time.jump(director, offset);
        Eventually.holds(
                director + "'s sidecar has the time " + offset,
                JUMP,
                () -> FakeTime.shows(sidecar(director).said().substring(before), far));
    }

    JavaProcess director(String name) {
        return started(directorProcesses, name);
    }

    JavaProcess sidecar(String name) {
        return started(sidecars, name);
    }

    JavaProcess gateway(String name) {
        return started(gateways, name);
    }

    Lookout lookout(String gateway) {
        return started(lookouts, gateway);
    }

    private static <P> P started(Map<String, P> processes, String name) {
        return Objects.requireNonNull(processes.get(name), name + ": not started");
    }

    /// Whether both gateways see everybody present, healthy and a quorum.
    boolean full() {
        return lookouts.values().stream().map(Lookout::now).allMatch(sight -> sight != null && sight.full());
    }

    /// Whether that has been so for a while.
    boolean fullFor(long nowMillis, Duration time) {
        return lookouts.values().stream()
                .map(Lookout::now)
                .allMatch(sight -> sight != null && sight.full() && nowMillis - sight.sinceMillis() >= time.toMillis());
    }

    Traffic traffic() {
        return Traffic.start(
                network, LOAD, GATEWAYS.stream().collect(Collectors.toMap(Function.identity(), this::door)));
    }

    private InetSocketAddress door(String gateway) {
        return new InetSocketAddress(InetAddress.ofLiteral(network.node(gateway).address()), DOOR);
    }

    /// A process on the switch that loses and delays what Directors and gateways send.
    SlowWires slow(int delayMillis, int lossPercent, Network.Cargo cargo) {
        var nodes = new ArrayList<>(directors);
        nodes.addAll(GATEWAYS);
        return new SlowWires(network, nodes, log("wires"), delayMillis, lossPercent, cargo);
    }

    Path accessLog(String gateway) {
        return folder.resolve(gateway + ".access");
    }

    Ledger ledger() {
        return Ledger.read(network.names().stream()
                .filter(name -> name.startsWith("d"))
                .collect(Collectors.toMap(Function.identity(), this::ledger)));
    }

    private Path ledger(String director) {
        return folder.resolve(director + ".ledger");
    }

    private Path log(String name) {
        return folder.resolve(name + ".log");
    }

    private String directorLines(List<String> names, String indent) {
        return names.stream()
                .map(name -> "%s- {name: %s, address: %s, port: %d, services: {http: %d}}"
                        .formatted(indent, name, network.node(name).address(), COORDINATION, DATA))
                .collect(Collectors.joining("\n"));
    }

    private String sidecarYaml(List<String> names) {
        return """
                version: 1
                data_dir: data
                cluster:
                  name: %s
                  %s
                  directors:
                %s
                probe: {service: http, interval: 500ms, timeout: 400ms}
                version_of_director: {version: "1.0.0"}
                """.formatted(CLUSTER, security.line(), directorLines(names, "    "));
    }

    private String gatewayYaml(String name, List<String> names) {
        return """
                version: 1
                gateway: {name: %s, shutdown: {ready_delay: 0s, drain_timeout: 5s}}
                admin:
                  address: 127.0.0.1:%d
                  api_tokens:
                    - {name: it, email: it@example.com, digest: "%s", permissions: [CLUSTER_READ, DIRECTOR_READ]}
                log: {access: {format: json, file: %s}}
                listeners:
                  - name: agents
                    address: 0.0.0.0:%d
                    target: {cluster: %s, service: http}
                clusters:
                  - name: %s
                    %s
                    directors:
                %s
                """.formatted(
                        name,
                        ADMIN,
                        token.digest(),
                        accessLog(name),
                        DOOR,
                        CLUSTER,
                        CLUSTER,
                        security.line(),
                        directorLines(names, "      "));
    }

    @Override
    public void close() {
        lookouts.values().forEach(Lookout::close);
        gateways.values().forEach(JavaProcess::close);
        sidecars.values().forEach(JavaProcess::close);
        directorProcesses.values().forEach(JavaProcess::close);
        network.close();
    }
}
