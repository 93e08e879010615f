package dev.usher.benchmarks.scenario;

import dev.usher.gateway.core.model.TokenValue;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A gateway that watches some clusters, what it says of them, and what it takes. *Confined to one thread.*
final class WatchingGateway implements AutoCloseable {

    private static final Pattern USED = Pattern.compile("Tenured +total \\d+K, used (\\d+)K");
    private static final double KIB = 1024;

    private final HttpClient client = HttpClient.newHttpClient();
    private final TokenValue token = TokenValue.generate(new SecureRandom());
    private final int port;
    private final Child child;

    /// Starts one and does not wait.
    WatchingGateway(Path home, Path folder, String name, List<WatchedCluster> clusters) throws IOException {
        var ports = Site.freePorts(2);
        this.port = ports.get(0);
        Files.writeString(folder.resolve(name + ".yaml"), """
                version: 1
                gateway: {name: %s, shutdown: {ready_delay: 0s}}
                admin:
                  address: 127.0.0.1:%d
                  api_tokens:
                    - {name: benchmark, email: it@example.com, digest: "%s", permissions: [CLUSTER_READ]}
                log: {access: {format: off}}
                listeners:
                  - {name: plain, address: "127.0.0.1:%d", target: {cluster: %s, service: http}}
                clusters:
                %s""".formatted(
                        name,
                        port,
                        token.digest(),
                        ports.get(1),
                        clusters.getFirst().name(),
                        clusters.stream().map(WatchedCluster::gatewayYaml).collect(Collectors.joining())));
        var launcher = home.resolve("gateway/bin/usher").toString();
        this.child = Child.start(folder, name, Child.ANY_CORE, List.of(launcher, "gateway", name + ".yaml"));
    }

    /// Whether it hears all sidecars of a cluster.
    boolean hears(WatchedCluster cluster) throws InterruptedException {
        child.mustLive();
        try {
            return cluster(cluster).getJsonObject("quorum").getInteger("have") == cluster.size();
        } catch (IOException notYet) {
            return false;
        }
    }

    /// What it says that the sidecar of a Director says.
    String word(WatchedCluster cluster, int index) throws IOException, InterruptedException {
        var sidecar =
                cluster(cluster).getJsonArray("directors").getJsonObject(index).getJsonObject("sidecar");
        return sidecar == null ? "" : sidecar.getString("state");
    }

    private JsonObject cluster(WatchedCluster cluster) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/api/v1/clusters/" + cluster.name()))
                .header("Authorization", "Bearer " + token.reveal())
                .build();
        var answer = client.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("status " + answer.statusCode() + " (expected: 200)");
        }
        return new JsonObject(answer.body());
    }

    /// How many threads it has.
    long threads() throws IOException {
        try (var tasks = Files.list(Path.of("/proc", Long.toString(child.pid()), "task"))) {
            return tasks.count();
        }
    }

    /// How much of its heap is live: what stands in the old generation after a full collection. The young one already
    /// holds new garbage by the time it can be looked at.
    double heapMib() throws IOException, InterruptedException {
        jcmd("GC.run");
        return USED.matcher(jcmd("GC.heap_info"))
                        .results()
                        .mapToLong(match -> Long.parseLong(match.group(1)))
                        .sum()
                / KIB;
    }

    private String jcmd(String order) throws IOException, InterruptedException {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var process = new ProcessBuilder(jcmd, Long.toString(child.pid()), order).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("jcmd " + order + ": ended with " + process.exitValue() + " (expected: 0)");
        }
        return said;
    }

    @Override
    public void close() {
        child.close();
        client.shutdownNow();
    }
}
