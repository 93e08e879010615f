package dev.usher.gateway.app.quickstart;

import dev.usher.gateway.core.model.Permission;
import dev.usher.gateway.core.model.TokenDigest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The configuration files of the gateway and the sidecars of a quickstart. *Immutable.*
///
/// @param ipv6 whether agents are let in on `::1` too
record Declarations(Site site, Ports ports, boolean ipv6) {

    static final String CLUSTER = "quickstart";

    /// Its cluster is made through the API, like everything that the store keeps.
    String gateway(TokenDigest admin) {
        return """
                # Written by `usher quickstart`, for one run. The values of tokens stand in quickstart.env.
                version: 1
                gateway:
                  name: quickstart
                  data_dir: %s
                  shutdown: {ready_delay: 0s, drain_timeout: 3s}
                store: {url: %s}
                admin:
                  address: 127.0.0.1:%d
                  api_tokens:
                    - name: quickstart
                      email: quickstart@localhost
                      digest: "%s"
                      permissions: [%s]
                control:
                  address: 127.0.0.1:%d
                  tls: {cert_file: %s, key_file: %s}
                metrics: {address: "127.0.0.1:%d"}
                log:
                  access: {format: json, file: %s}
                listeners:
                %s""".formatted(
                        quoted(site.state()),
                        quoted("sqlite:" + site.store()),
                        ports.admin(),
                        admin,
                        Arrays.stream(Permission.values()).map(Permission::name).collect(Collectors.joining(", ")),
                        ports.control(),
                        quoted(site.certificate()),
                        quoted(site.key()),
                        ports.metrics(),
                        quoted(site.accessLog()),
                        listeners());
    }

    /// What it does not say, the gateway tells the sidecar: it is a managed one.
    ///
    /// @param key with which it enrols
    String sidecar(int number, String key) {
        return """
                # Written by `usher quickstart`, for one run.
                version: 1
                director: director-%d
                data_dir: %s
                gateways: [{address: "127.0.0.1:%d", ca_file: %s}]
                enrolment_key: %s
                version_of_director: {version: "1.0.0"}
                """.formatted(number, quoted(site.sidecars()), ports.control(), quoted(site.authority()), key);
    }

    /// Director `number`, as the API takes it.
    JsonObject director(int number) {
        return new JsonObject()
                .put("name", "director-" + number)
                .put("type", "managed")
                .put("address", "127.0.0.1")
                .put("port", ports.coordination(number))
                .put("services", new JsonObject().put("http", ports.director(number)));
    }

    /// The cluster, as the API takes it.
    JsonObject cluster() {
        var directors = new JsonArray();
        IntStream.rangeClosed(1, Ports.DIRECTORS)
                .forEach(number -> directors.add(new JsonObject().put("name", "director-" + number)));
        var sources = new JsonArray().add("127.0.0.1").add("::1");
        return new JsonObject()
                .put("name", CLUSTER)
                .put("type", "managed")
                .put("tls", new JsonObject().put("enabled", true))
                .put("directors", directors)
                .put(
                        "access",
                        new JsonObject()
                                .put(
                                        "restriction",
                                        new JsonObject().put("enabled", true).put("sources", sources))
                                .put("tokens", new JsonObject().put("enabled", true)));
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

    private static String quoted(Path path) {
        return quoted(path.toString());
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
