package dev.usher.membership.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.membership.mesh.MeshAuthority;
import dev.usher.membership.mesh.MeshKeys;
import dev.usher.membership.mesh.Security;
import dev.usher.membership.settings.ConfigException;
import dev.usher.membership.settings.Loaded;
import dev.usher.membership.settings.Secret;
import dev.usher.membership.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SidecarSettingsTest {

    private static final Path FILE = Path.of("sidecar.yaml");
    private static final String MINIMAL = """
            version: 1
            data_dir: data
            cluster:
              name: quickstart
              directors:
                - {name: director-1, address: 127.0.0.1}
                - {name: director-2, address: 127.0.0.1, port: 8083}
                - {name: director-3, address: 127.0.0.1, port: 8085, services: {http: 9003}}
            probe: {port: 9001}
            """;

    @Test
    void documentedFileIsRead() {
        var loaded = SidecarSettings.read(Path.of("../config/sidecar.yaml"));

        var settings = loaded.value();
        var cluster = requireNonNull(settings.cluster());
        assertThat(cluster.name()).isEqualTo("eu-west");
        assertThat(cluster.revision()).isEqualTo(7);
        assertThat(cluster.directors()).hasSize(3);
        assertThat(settings.dataDir()).isEqualTo(Path.of("/var/lib/usher"));
        assertThat(settings.drainTimeout()).isZero();
        assertThat(settings.gateways()).isEmpty();
        assertThat(cluster.directors().getFirst())
                .isEqualTo(
                        new DirectorSettings("director-1", "10.0.0.11", 8081, Map.of("http", 8080, "otlp_grpc", 4317)));
        assertThat(settings.version())
                .isEqualTo(new VersionSource.Command(List.of("/opt/director/bin/director", "--version")));
        assertThat(loaded.warnings()).singleElement().asString().contains("plaintext: accepted");
    }

    @Test
    void documentedDefaultsAreTheOnesInTheCode() {
        var documented =
                SidecarSettings.read(Path.of("../config/sidecar.yaml")).value().probe();

        var fallback = requireNonNull(parse(MINIMAL).value().probe());

        assertThat(fallback).usingRecursiveComparison().ignoringFields("port").isEqualTo(documented);
        assertThat(fallback.interval()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void everyMistakeIsToldAtOnce() {
        var wrong = MINIMAL.replace("name: quickstart", "name: -x")
                        .replace("port: 8083", "port: 70000")
                        .replace("{port: 9001}", "{check: tls, interval: 5}")
                + "update: {driver: command}\nnonsense: 1\n";

        assertThatThrownBy(() -> parse(wrong))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("cluster.name: -x (expected: 1..64 letters")
                .hasMessageContaining("cluster.directors[1].port: 70000 (expected: 1..65534)")
                .hasMessageContaining("probe.check: tls is not supported yet")
                .hasMessageContaining("probe.port: one of port and service is needed")
                .hasMessageContaining("probe.interval: 5 (expected: ")
                .hasMessageContaining("update: is not supported yet")
                .hasMessageContaining("nonsense: unknown key");
    }

    @Test
    void probesAServiceThatAllDirectorsHave() {
        var some = MINIMAL.replace("{port: 9001}", "{service: http}");
        var all = some.replace("address: 127.0.0.1}", "address: 127.0.0.1, services: {http: 9001}}")
                .replace("port: 8083}", "port: 8083, services: {http: 9002}}");

        var settings = parse(all).value();

        var probe = requireNonNull(settings.probe());
        assertThat(requireNonNull(settings.cluster()).directors().stream().map(probe::portOf))
                .containsExactly(9001, 9002, 9003);
        assertThatThrownBy(() -> parse(some))
                .hasMessageContaining("probe: service http (expected: a service that director-1 has)");
        assertThatThrownBy(() -> parse(all.replace("{service: http}", "{service: http, port: 1}")))
                .hasMessageContaining("one of port and service");
    }

    @Test
    void offLoopbackPlaintextMustBeAccepted() {
        var remote = MINIMAL.replace("address: 127.0.0.1}", "address: 10.0.0.11}");

        assertThatThrownBy(() -> parse(remote)).hasMessageContaining("cluster.plaintext: missing (expected: accepted");
        assertThat(parse(remote.replace("name: quickstart", "name: quickstart\n  plaintext: accepted"))
                        .warnings())
                .hasSize(1);
    }

    @Test
    void encryptionNeedsKeysThatBelongTogether() {
        var keys = MeshAuthority.selfSigned("CN=cluster", "EC");
        var other = MeshAuthority.selfSigned("CN=cluster", "EC");

        assertThat(Objects.requireNonNull(
                                parse(encrypted(keys, keys, "")).value().cluster())
                        .security())
                .isInstanceOfSatisfying(
                        Security.Mesh.class,
                        mesh -> assertThat(mesh.keys().chain()).isEqualTo(keys.chain()));
        assertThatThrownBy(() -> parse(encrypted(keys, other, "")))
                .hasMessageContaining(
                        "cluster.tls.private_key: of another certificate (expected: the one that belongs");
        assertThatThrownBy(() -> parse(MINIMAL.replace("quickstart", "quickstart\n  tls: {enabled: true}")))
                .hasMessageContaining("cluster.tls.certificate: missing")
                .hasMessageContaining("cluster.tls.private_key: missing");
    }

    @Test
    void encryptionMayLeaveLoopbackOnOnePort() {
        var keys = MeshAuthority.selfSigned("CN=cluster", "RSA");
        var remote = encrypted(keys, keys, "").replace("127.0.0.1", "10.0.0.1");

        assertThat(parse(remote).warnings()).isEmpty();
    }

    @Test
    void anAuthorityAsksForNames() {
        var authority = new MeshAuthority();
        var ca = MeshAuthority.pem(authority.certificate());
        var first = authority.director("quickstart", "director-1");
        var file = Path.of("sidecar.yaml");

        var settings = parse(encrypted(first, first, ca)).value();

        assertThat(settings.self(file, "director-1", _ -> true)).isEqualTo("director-1");
        assertThatThrownBy(() -> settings.self(file, "director-2", _ -> true))
                .hasMessageContaining("cluster.tls.certificate: usher://quickstart/director/director-1"
                        + " (expected: usher://quickstart/director/director-2)");
        var stranger = MeshAuthority.selfSigned("CN=cluster", "EC");
        assertThatThrownBy(() -> parse(encrypted(stranger, stranger, ca)))
                .hasMessageContaining("cluster.tls.certificate: not signed by ca");
    }

    private static String encrypted(MeshKeys certificate, MeshKeys key, String ca) {
        return MINIMAL.replace(
                "name: quickstart",
                "name: quickstart\n  tls:\n    enabled: true\n    certificate: "
                        + quoted(MeshAuthority.pem(certificate.chain().getFirst())) + "\n    private_key: "
                        + quoted(MeshAuthority.pem(key.key())) + (ca.isEmpty() ? "" : "\n    ca: " + quoted(ca)));
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\n", "\\n") + "\"";
    }

    @Test
    void directorsAreOddInNumberAndDoNotCollide() {
        var two = MINIMAL.replaceFirst("    - \\{name: director-3.*\n", "");
        var sameName = MINIMAL.replace("director-2", "director-1");
        var adjacent = MINIMAL.replace("8083", "8082");

        assertThatThrownBy(() -> parse(two))
                .hasMessageContaining("cluster.directors: 2 without mistakes (expected: an odd");
        assertThatThrownBy(() -> parse(sameName)).hasMessageContaining("name director-1 twice");
        assertThatThrownBy(() -> parse(adjacent))
                .hasMessageContaining("port 8082 of 127.0.0.1 taken by director-1 and director-2");
    }

    @Test
    void versionIsWrittenOrAskedFor() {
        assertThat(parse(MINIMAL).value().version()).isEqualTo(new VersionSource.Unknown());
        assertThat(parse(MINIMAL + "version_of_director: {version: \"2.5.0\"}\n")
                        .value()
                        .version())
                .isEqualTo(new VersionSource.Literal("2.5.0"));
        assertThatThrownBy(() -> parse(MINIMAL + "version_of_director: {version: a, command: [b]}\n"))
                .hasMessageContaining("version_of_director.version: a beside a command");
        assertThatThrownBy(() -> parse(MINIMAL + "version_of_director: {command: []}\n"))
                .hasMessageContaining("version_of_director.command: empty");
    }

    @Test
    void commandLineWinsOverFileWinsOverAddress() {
        var named = parse(MINIMAL + "director: director-2\n").value();
        var unnamed = parse(MINIMAL.replaceFirst("127.0.0.1", "127.0.0.9")).value();

        assertThat(named.self(FILE, "director-3", _ -> true)).isEqualTo("director-3");
        assertThat(named.self(FILE, null, _ -> true)).isEqualTo("director-2");
        assertThat(unnamed.self(FILE, null, "127.0.0.9"::equals)).isEqualTo("director-1");
    }

    @Test
    void gatewaysAreGivenByAddressAndAuthority(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("ca.crt"), "");
        var gateways = "gateways: [{address: \"gateway-1:8482\", ca_file: ca.crt}, {address: \"[::1]:8482\", ca_file:"
                + " ca.crt}]\nenrolment_key: usher-key\nshutdown: {drain_timeout: 30s}\n";

        var settings = parse(folder, MINIMAL + gateways).value();

        assertThat(settings.gateways())
                .containsExactly(
                        new GatewaySettings("gateway-1", 8482, folder.resolve("ca.crt")),
                        new GatewaySettings("::1", 8482, folder.resolve("ca.crt")));
        assertThat(settings.gateways().getLast().address()).isEqualTo("[::1]:8482");
        assertThat(settings.enrolmentKey()).isEqualTo(new Secret("usher-key"));
        assertThat(settings.drainTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.dataDir()).isEqualTo(folder.resolve("data"));
        assertThat(settings.toString()).doesNotContain("usher-key");
        assertThatThrownBy(() -> parse(folder, MINIMAL + gateways.replace("[::1]", "gateway-1")))
                .hasMessageContaining("gateways: gateway-1:8482 twice (expected: each gateway once)");
        assertThatThrownBy(() -> parse(folder, MINIMAL + gateways.replace(":8482", ":84820")))
                .hasMessageContaining("gateways[0].address: \"gateway-1:84820\" (expected: host:port");
        assertThatThrownBy(() -> parse(folder, MINIMAL + "enrolment_key: a\n"))
                .hasMessageContaining("enrolment_key: without a meaning (expected: absent without gateways)");
    }

    @Test
    void withoutAClusterItIsManaged(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("ca.crt"), "");
        var managed = """
                version: 1
                data_dir: data
                gateways: [{address: "gateway-1:8482", ca_file: ca.crt}]
                """;

        var settings = parse(folder, managed + "director: director-7\n").value();

        assertThat(settings.managed()).isTrue();
        assertThat(settings.probe()).isNull();
        assertThat(settings.self(FILE, null, _ -> true)).isEqualTo("director-7");
        assertThatThrownBy(() -> parse(folder, managed).value().self(FILE, null, _ -> true))
                .hasMessageContaining("director: missing (expected: --director or director with its name");
        assertThatThrownBy(() -> parse(folder, managed.replaceFirst("gateways.*\n", "")))
                .hasMessageContaining("gateways: missing (expected: one at least, or a cluster)");
        assertThatThrownBy(() -> parse(folder, managed.replaceFirst("data_dir.*\n", "")))
                .hasMessageContaining("data_dir: missing (expected: a path)");
        assertThatThrownBy(() -> parse(folder, managed + "probe: {service: http}\n"))
                .hasMessageContaining("probe: service http (expected: port");
    }

    @Test
    void doubtAboutTheDirectorIsAMistake() {
        var settings = parse(MINIMAL).value();

        assertThatThrownBy(() -> settings.self(FILE, null, _ -> true))
                .hasMessageContaining("director: missing, and director-1, director-2, director-3 have an address");
        assertThatThrownBy(() -> settings.self(FILE, null, _ -> false))
                .hasMessageContaining("no Director has an address");
        assertThatThrownBy(() -> settings.self(FILE, "director-9", _ -> true))
                .hasMessageContaining("director: director-9 (expected: --director");
        assertThatThrownBy(() -> parse(MINIMAL + "director: director-9\n"))
                .hasMessageContaining("director: director-9 (expected: director-1, director-2, director-3)");
    }

    private static Loaded<SidecarSettings> parse(String text) {
        return parse(Path.of("."), text);
    }

    private static Loaded<SidecarSettings> parse(Path folder, String text) {
        return Settings.parse("sidecar.yaml", text, folder, _ -> null, SidecarSettings::read);
    }
}
