package dev.usher.gateway.estate;

import dev.usher.gateway.core.model.TokenValue;
import dev.usher.gateway.testkit.Certificates;
import dev.usher.gateway.testkit.GatewayProcess;
import dev.usher.gateway.testkit.JavaProcess;
import dev.usher.gateway.testkit.Ports;
import dev.usher.gateway.testkit.RecordingDirector;
import dev.usher.membership.app.Sidecar;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A gateway in front of one cluster: three Directors, each with its sidecar, every one a process of its own. *Confined
/// to the thread of the test.*
final class Estate implements AutoCloseable {

    static final List<String> DIRECTORS = List.of("director-1", "director-2", "director-3");

    private final Path folder;
    private final Map<String, Integer> ports;
    private final Map<String, Integer> coordination;
    private final int listenerPort;
    private final TokenValue token = TokenValue.generate(new SecureRandom());
    private final Certificates certificates = new Certificates();
    private final Map<String, JavaProcess> directors = new HashMap<>();
    private final Map<String, JavaProcess> sidecars = new HashMap<>();
    private final Ports free = new Ports();
    private final String policy;
    private @Nullable GatewayProcess gateway;

    /// @param folder for all files; the caller keeps it
    /// @param policy how Directors are chosen
    Estate(Path folder, String policy) {
        this.folder = folder;
        this.policy = policy;
        this.ports = DIRECTORS.stream().collect(Collectors.toMap(Function.identity(), _ -> free.one()));
        this.coordination = DIRECTORS.stream().collect(Collectors.toMap(Function.identity(), _ -> free.row(2)));
        this.listenerPort = free.one();
        certificates.issue(folder, "gateway", "localhost", "127.0.0.1");
        Certificates.write(folder.resolve("sidecar.yaml"), sidecarYaml());
    }

    /// Starts everything at once.
    void start() {
        DIRECTORS.forEach(this::startDirector);
        DIRECTORS.forEach(this::startSidecar);
        gateway = GatewayProcess.start(folder, free, "{ready_delay: 100ms, drain_timeout: 10s}", gatewayYaml());
    }

    void startDirector(String name) {
        directors.put(
                name,
                JavaProcess.start(
                        log(name),
                        JavaProcess.LEAN,
                        RecordingDirector.class,
                        name,
                        Integer.toString(port(ports, name)),
                        ledger(name).toString()));
    }

    private void startSidecar(String name) {
        sidecars.put(
                name,
                JavaProcess.start(
                        log(name + "-sidecar"),
                        JavaProcess.LEAN,
                        Sidecar.class,
                        file("sidecar.yaml"),
                        "--director",
                        name));
    }

    JavaProcess director(String name) {
        return started(directors.get(name));
    }

    JavaProcess sidecar(String name) {
        return started(sidecars.get(name));
    }

    GatewayProcess gateway() {
        return started(gateway);
    }

    Agent.Door door() {
        return new Agent.Door(certificates.clientContext().getSocketFactory(), listenerPort, token.reveal());
    }

    Path ledger(String director) {
        return folder.resolve(director + ".ledger");
    }

    private Path log(String name) {
        return folder.resolve(name + ".log");
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private static <P> P started(@Nullable P process) {
        if (process == null) {
            throw new IllegalStateException("not started");
        }
        return process;
    }

    private static int port(Map<String, Integer> ports, String director) {
        return ports.getOrDefault(director, 0);
    }

    private String directors(String indent) {
        return DIRECTORS.stream()
                .map(name -> "%s- {name: %s, address: 127.0.0.1, port: %d, services: {http: %d}}"
                        .formatted(indent, name, port(coordination, name), port(ports, name)))
                .collect(Collectors.joining("\n"));
    }

    private String sidecarYaml() {
        return """
                version: 1
                data_dir: sidecars
                cluster:
                  name: ledger
                  directors:
                %s
                probe: {service: http, interval: 500ms, timeout: 400ms}
                version_of_director: {version: "1.0.0"}
                """.formatted(directors("    "));
    }

    private String gatewayYaml() {
        return """
                listeners:
                  - name: agents
                    address: 127.0.0.1:%d
                    tls: {certificates: [{cert_file: gateway.crt, key_file: gateway.key}]}
                    target: {cluster: ledger, service: http}
                clusters:
                  - name: ledger
                    directors:
                %s
                    access:
                      restriction: {enabled: true, sources: [127.0.0.1]}
                      tokens: {enabled: true, list: [{name: agents, digest: "%s", expires: unlimited}]}
                    balancing: {policy: %s}
                """.formatted(listenerPort, directors("      "), token.digest(), policy);
    }

    @Override
    public void close() {
        Stream.of(directors, sidecars).flatMap(some -> some.values().stream()).forEach(JavaProcess::close);
        if (gateway != null) {
            gateway.close();
        }
    }
}
