package dev.usher.benchmarks.scenario;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// The gateway of this repository, started by its launcher with the JVM flags and the start-up cache that it ships
/// with.
final class Usher {

    /// Where sidecars would be: above the ports that Linux gives away, and nobody answers.
    private static final int COORDINATION = 61_001;

    private Usher() {}

    static Candidate start(Site site, int core) throws IOException {
        var ports = Site.freePorts(3);
        Files.writeString(site.folder().resolve("usher.yaml"), settings(site, ports));
        // The launcher becomes the JVM, so its pid is the one measured.
        var launcher = site.home().resolve("gateway/bin/usher").toString();
        var command = List.of(launcher, "gateway", "usher.yaml");
        var child = Child.start(site.folder(), Candidate.USHER, core, command);
        return new Candidate(Candidate.USHER, child, ports.get(0), ports.get(1));
    }

    /// The whole file; ports are those of the plain listener, the TLS listener and the admin address.
    static String settings(Site site, List<Integer> ports) {
        var directors = new StringBuilder();
        for (var index = 0; index < site.directors().size(); index++) {
            directors.append("      - {name: director-%d, address: 127.0.0.1, port: %d, services: {http: %d}}\n"
                    .formatted(index, COORDINATION + 2 * index, site.directors().get(index)));
        }
        var tokens = new StringBuilder();
        for (var index = 0; index < site.tokens().size(); index++) {
            tokens.append("          - {name: agent-%d, digest: \"%s\", expires: unlimited}\n"
                    .formatted(index, digest(site.tokens().get(index))));
        }
        return """
                version: 1
                gateway: {name: benchmark, shutdown: {ready_delay: 0s}}
                admin: {address: "127.0.0.1:%d"}
                log: {access: {format: off}}
                listeners:
                %s%s
                clusters:
                  - name: benchmark
                    directors:
                %s    access:
                      restriction: {enabled: true, sources: [%s]}
                      tokens:
                        enabled: true
                        list:
                %s    balancing: {policy: least_requests}
                    health: {check: http, service: http, path: /health, interval: 500ms, timeout: 400ms}
                """.formatted(
                        ports.get(2),
                        listener("plain", ports.get(0), ""),
                        listener("tls", ports.get(1), tls(site)),
                        directors,
                        String.join(", ", Site.SOURCES),
                        tokens);
    }

    private static String listener(String name, int port, String tls) {
        return """
                  - name: %s
                    address: 127.0.0.1:%d
                %s    limits: {connections: 20000, connections_per_source: 20000}
                    target: {cluster: benchmark, service: http}
                """.formatted(name, port, tls);
    }

    private static String tls(Site site) {
        return "    tls: {min_version: \"1.3\", certificates: [{cert_file: %s, key_file: %s}]}\n"
                .formatted(site.certificate(), site.privateKey());
    }

    private static String digest(String token) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII));
            return "sha256:" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("digest: SHA-256 (expected: known to the JDK)", impossible);
        }
    }
}
