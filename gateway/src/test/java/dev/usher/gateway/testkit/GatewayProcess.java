package dev.usher.gateway.testkit;

import dev.usher.gateway.app.Usher;
import dev.usher.gateway.core.model.TokenValue;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// `usher gateway` as a process of its own, and its management address. Its configuration, its log `gateway.log` and
/// its access log `access.json` lie in one folder.
public final class GatewayProcess implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(2);
    private static final List<String> FLAGS = List.of("-Xmx192m", "-Dio.netty.leakDetection.level=advanced");

    private final Path folder;
    private final Office office;
    private final TokenValue token;
    private final JavaProcess process;

    private GatewayProcess(Path folder, Office office, TokenValue token) {
        this.folder = folder;
        this.office = office;
        this.token = token;
        this.process = JavaProcess.start(
                folder.resolve("gateway.log"),
                FLAGS,
                Usher.class,
                "gateway",
                folder.resolve("gateway.yaml").toString());
    }

    /// Starts one and does not wait for it.
    ///
    /// @param shutdown the settings under that key, as in `{ready_delay: 0s}`
    /// @param yaml listeners and clusters
    public static GatewayProcess start(Path folder, Ports ports, String shutdown, String yaml) {
        return named("it", folder, ports, shutdown, yaml);
    }

    /// The same with a name of its own, where there are others.
    public static GatewayProcess named(String name, Path folder, Ports ports, String shutdown, String yaml) {
        var token = TokenValue.generate(new SecureRandom());
        int port = ports.one();
        Certificates.write(folder.resolve("gateway.yaml"), """
                version: 1
                gateway: {name: %s, shutdown: %s}
                admin:
                  address: 127.0.0.1:%d
                  api_tokens:
                    - {name: it, email: it@example.com, digest: "%s", permissions: [CLUSTER_READ, DIRECTOR_READ, DIRECTOR_UPDATE]}
                log: {access: {format: json, file: access.json}}
                %s""".formatted(name, shutdown, port, token.digest(), yaml));
        return new GatewayProcess(folder, new Office(port, token.reveal()), token);
    }

    /// Waits until it says that it is ready.
    public GatewayProcess ready() {
        try {
            Eventually.holds("the gateway is ready", START, () -> {
                if (!process.alive()) {
                    throw new AssertionError("the gateway ended");
                }
                return office.ready();
            });
        } catch (AssertionError late) {
            throw new AssertionError(late.getMessage() + "\n" + office.readiness() + "\n" + process.said(), late);
        }
        return this;
    }

    public Office office() {
        return office;
    }

    public JavaProcess process() {
        return process;
    }

    public Path accessLog() {
        return folder.resolve("access.json");
    }

    /// Runs a verb against it, as an administrator would.
    ///
    /// @return its exit code
    public int usher(String... arguments) {
        var environment = Map.of("USHER_ADMIN_URL", office.url(), "USHER_API_TOKEN", token.reveal());
        var log = folder.resolve("usher.log");
        try (var verb = JavaProcess.start(log, JavaProcess.LEAN, environment, Usher.class, arguments)) {
            return verb.exitCode(30);
        }
    }

    @Override
    public void close() {
        process.close();
        office.close();
    }
}
