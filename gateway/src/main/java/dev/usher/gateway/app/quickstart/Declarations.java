package dev.usher.gateway.app.quickstart;

import dev.usher.gateway.core.model.TokenDigest;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The configuration files of the gateway and the sidecars of a quickstart. *Immutable.*
///
/// @param ipv6 whether agents are let in on `::1` too
record Declarations(Site site, Ports ports, boolean ipv6) {

    String gateway(TokenDigest access, TokenDigest admin) {
        return """
                # Written by `usher quickstart`, for one run. The token values behind the digests stand in quickstart.env.
                version: 1
                gateway:
                  name: quickstart
                  shutdown: {ready_delay: 0s, drain_timeout: 3s}
                admin:
                  address: 127.0.0.1:%d
                  api_tokens:
                    - {name: quickstart, email: quickstart@localhost, digest: "%s", permissions: [CLUSTER_READ, CLUSTER_UPDATE, DIRECTOR_READ, DIRECTOR_UPDATE]}
                metrics: {address: "127.0.0.1:%d"}
                log:
                  access: {format: json, file: %s}
                listeners:
                %sclusters:
                  - name: quickstart
                    type: self_managed
                    port: %d
                    directors:
                %s
                    access:
                      restriction: {enabled: true, sources: [127.0.0.1, "::1"]}
                      tokens:
                        enabled: true
                        list:
                          - {name: quickstart, digest: "%s", expires: unlimited}
                """.formatted(
                        ports.admin(),
                        admin,
                        ports.metrics(),
                        quoted(site.accessLog()),
                        listeners(),
                        ports.coordination(1),
                        directors("      "),
                        access);
    }

    String sidecar(int number) {
        return """
                # Written by `usher quickstart`, for one run.
                version: 1
                director: director-%d
                data_dir: sidecars
                cluster:
                  name: quickstart
                  port: %d
                  directors:
                %s
                probe: {check: http, port: %d, path: /health, interval: 1s, timeout: 1s}
                version_of_director: {version: "1.0.0"}
                """.formatted(number, ports.coordination(1), directors("    "), ports.director(number));
    }

    private String listeners() {
        var agents = listener("https", "127.0.0.1", ports.https(), true)
                + listener("http", "127.0.0.1", ports.http(), false);
        return ipv6
                ? agents
                        + listener("https-v6", "[::1]", ports.https(), true)
                        + listener("http-v6", "[::1]", ports.http(), false)
                : agents;
    }

    private String listener(String name, String host, int port, boolean tls) {
        var certificates = "    tls: {certificates: [{cert_file: " + quoted(site.certificate()) + ", key_file: "
                + quoted(site.key()) + "}]}\n";
        return """
                  - name: %s
                    protocol: http
                    address: "%s:%d"
                %s    routes: [{target: {cluster: quickstart, service: http}}]
                """.formatted(name, host, port, tls ? certificates : "");
    }

    private String directors(String indent) {
        return IntStream.rangeClosed(1, Ports.DIRECTORS)
                .mapToObj(number -> indent
                        + "- {name: director-%d, address: 127.0.0.1, port: %d, services: {http: %d}}"
                                .formatted(number, ports.coordination(number), ports.director(number)))
                .collect(Collectors.joining("\n"));
    }

    private static String quoted(Path path) {
        return '"' + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
