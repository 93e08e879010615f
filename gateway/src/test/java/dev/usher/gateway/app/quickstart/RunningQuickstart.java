package dev.usher.gateway.app.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A quickstart as a user sees it: the script, its processes, its `quickstart.env`, and an Agent. *Confined to one
/// thread.*
final class RunningQuickstart implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Path data;
    private final Path output;
    private final Process supervisor;
    private final int offset;
    private Map<String, String> variables = Map.of();

    private RunningQuickstart(Path data, Path output, Process supervisor, int offset) {
        this.data = data;
        this.output = output;
        this.supervisor = supervisor;
        this.offset = offset;
    }

    /// Starts `launcher` with ports that are free and waits until it says that it is ready.
    static RunningQuickstart start(Path launcher, Path data, Path workingDirectory) throws Exception {
        var offset = freeOffset();
        var output = workingDirectory.resolve("output");
        var command =
                List.of(launcher.toString(), "quickstart", "--port-offset", "" + offset, "--data-dir", data.toString());
        Files.createDirectories(data);
        try (var watcher = FileSystems.getDefault().newWatchService()) {
            data.register(watcher, StandardWatchEventKinds.ENTRY_CREATE);
            var supervisor = new ProcessBuilder(command)
                    .directory(workingDirectory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            var running = new RunningQuickstart(data, output, supervisor, offset);
            while (!Files.exists(data.resolve("quickstart.env"))) {
                var key = watcher.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
                if (key == null || !supervisor.isAlive()) {
                    running.close();
                    throw new AssertionError("no quickstart.env; it said:\n" + Files.readString(output));
                }
                key.pollEvents();
                key.reset();
            }
            running.source();
            return running;
        }
    }

    static int freeOffset() {
        return IntStream.iterate(12_000, offset -> offset + 500)
                .limit(70)
                .filter(offset -> new Ports(offset).taken() == null)
                .findFirst()
                .orElseThrow();
    }

    /// Reads `quickstart.env` as a shell does.
    void source() throws Exception {
        var shell = new ProcessBuilder("bash", "-c", "source \"$1\" && env", "bash", file("quickstart.env"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var read = new TreeMap<String, String>();
        try (var lines = shell.inputReader()) {
            lines.lines()
                    .filter(line -> line.startsWith("USHER_") && line.contains("="))
                    .forEach(line ->
                            read.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
        }
        variables = read;
    }

    private String file(String name) {
        return data.resolve(name).toString();
    }

    Map<String, String> variables() {
        return variables;
    }

    String variable(String name) {
        assertThat(variables).containsKey(name);
        return variables.getOrDefault(name, "");
    }

    ProcessHandle process(String name) {
        return ProcessHandle.of(Long.parseLong(variable("USHER_" + name + "_PID")))
                .orElseThrow();
    }

    List<ProcessHandle> processes() {
        return variables.keySet().stream()
                .filter(name -> name.endsWith("_PID"))
                .map(name -> name.substring("USHER_".length(), name.length() - "_PID".length()))
                .map(this::process)
                .toList();
    }

    Process supervisor() {
        return supervisor;
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Runs the command that starts a process again, as a user would, and reads the file again.
    void restart(String name) throws Exception {
        var shell = new ProcessBuilder("bash", "-c", variable("USHER_" + name + "_RESTART"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(shell.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(shell.exitValue()).isZero();
        source();
    }

    /// An Agent that trusts this quickstart's authority.
    HttpClient agent() throws GeneralSecurityException, IOException {
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (var in = Files.newInputStream(Path.of(variable("USHER_CA")))) {
            trusted.setCertificateEntry(
                    "authority", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        var factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(context)
                .build();
    }

    HttpResponse<String> post(HttpClient agent, boolean withToken) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(variable("USHER_AGENT_URL") + "/events"))
                .timeout(Duration.ofSeconds(20))
                .POST(HttpRequest.BodyPublishers.ofString("{\"event\":1}"));
        if (withToken) {
            request.header("Authorization", "Bearer " + variable("USHER_TOKEN"));
        }
        return agent.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /// Waits until none of them lives and no port is taken.
    void awaitEnd(List<ProcessHandle> processes) throws Exception {
        for (var process : processes) {
            process.onExit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
        assertThat(new Ports(offset).taken()).isNull();
        assertThat(Ports.free(InetAddress.ofLiteral("::1"), new Ports(offset).https())
                        || !Ports.free(InetAddress.ofLiteral("::1"), 0))
                .isTrue();
    }

    @Override
    public void close() {
        supervisor.destroy();
        supervisor.onExit().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    }
}
