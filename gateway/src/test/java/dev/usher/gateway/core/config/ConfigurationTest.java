package dev.usher.gateway.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.usher.gateway.core.config.ListenerSettings.TokenDemand;
import dev.usher.gateway.core.config.LogSettings.AccessLog;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.ListenerName;
import dev.usher.gateway.core.model.Permission;
import dev.usher.gateway.core.model.ServiceName;
import dev.usher.membership.settings.ConfigException;
import dev.usher.membership.settings.Mistake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {

    private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

    /// Line 3 is the listener, line 9 the cluster; `…` keys are put in by the tests.
    private static final String GOOD = """
            version: 1
            listeners:
              - name: agents
                address: 127.0.0.1:8080
                token: as_cluster
                target: {cluster: local, service: http}
            admin: {address: 127.0.0.1:8480}
            clusters:
              - name: local
                port: 8081
                directors:
                  - {name: d1, address: 127.0.0.1, port: 8081, services: {http: 9001}}
                  - {name: d2, address: 127.0.0.1, port: 8083, services: {http: 9002}}
                  - {name: d3, address: 127.0.0.1, port: 8085, services: {http: 9003}}
            """;

    @TempDir
    Path folder = Path.of("");

    @BeforeEach
    void fillCertificates() throws IOException {
        ConfigFiles.fillCertificates(folder);
    }

    @Test
    void theMinimalFileIsValidAsItStands() {
        var loaded = Configuration.load(ConfigFiles.FOLDER.resolve("minimal.yaml"));

        assertThat(loaded.warnings()).isEmpty();
        assertThat(loaded.value().admin().address()).hasToString("127.0.0.1:8480");
        assertThat(loaded.value().clusters().getFirst().directors()).hasSize(3);
    }

    @Test
    void theFullFileIsReadToTheLastKey() throws IOException {
        var text = Files.readString(ConfigFiles.FOLDER.resolve("gateway.yaml"));

        var loaded = Configuration.parse("gateway.yaml", text, folder, name -> null);

        assertThat(loaded.warnings()).isEmpty();
        var configuration = loaded.value();
        assertThat(configuration.gateway())
                .isEqualTo(new GatewaySettings(
                        "edge-1", folder.resolve("data"), Duration.ofSeconds(5), Duration.ofSeconds(30)));
        assertThat(configuration.metrics()).isEqualTo(new Endpoint("127.0.0.1", 9464));
        assertThat(configuration.log())
                .isEqualTo(new LogSettings(LogSettings.Format.TEXT, new AccessLog(LogSettings.Format.JSON, null)));
        assertThat(configuration.admin().apiTokens().getFirst().permissions())
                .containsExactlyInAnyOrder(
                        Permission.CLUSTER_READ, Permission.DIRECTOR_READ, Permission.DIRECTOR_UPDATE);
        readsTheListener(configuration.listeners().getFirst());
        readsTheCluster(configuration.clusters().getFirst());
    }

    private void readsTheListener(ListenerSettings listener) {
        var certs = folder.resolve("certs");
        assertThat(listener.tls())
                .isEqualTo(new TlsSettings(
                        List.of(new CertificateFiles(certs.resolve("gateway.crt"), certs.resolve("gateway.key"))),
                        TlsSettings.MinVersion.TLS_1_2));
        assertThat(listener.token()).isEqualTo(TokenDemand.REQUIRED);
        var cluster = new ClusterName("eu-west");
        assertThat(listener.routes())
                .containsExactly(
                        new RouteSettings(
                                "telemetry.example.com",
                                "/v1/",
                                new TargetSettings(cluster, new ServiceName("otlp_http"))),
                        new RouteSettings(null, null, new TargetSettings(cluster, new ServiceName("http"))));
        assertThat(listener.limits()).isEqualTo(new ListenerLimits(10_000, 1_000, 32 << 10, Long.MAX_VALUE));
    }

    private static void readsTheCluster(ClusterSettings cluster) {
        assertThat(cluster.directors().getLast().services())
                .isEqualTo(Map.of(new ServiceName("http"), 8080, new ServiceName("otlp_http"), 4318));
        assertThat(cluster.directors().getLast().port()).isEqualTo(8081);
        assertThat(cluster.access().restriction().sources()).hasSize(4);
        var token = cluster.access().tokens().list().getFirst();
        assertThat(token.expires()).isEqualTo(Instant.parse("2027-02-22T00:00:00Z"));
        assertThat(token.listeners()).containsExactly(new ListenerName("agents"));
        assertThat(cluster.retry()).isEqualTo(new RetrySettings(20, 10));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    version: 1                | version: 2                     | 1:10: version: 2 (expected: 1)
                    version: 1                | verion: 1                      | 1:1: verion: unknown key (did you mean version?)
                    token: as_cluster         | token: client_certificate      | 5:12: listeners[0].token: client_certificate is not supported yet (expected: as_cluster, required, not_required)
                    token: as_cluster         | protocol: udp                  | 5:15: listeners[0].protocol: udp is not supported yet (expected: http)
                    token: as_cluster         | framing: lf                    | 5:5: listeners[0].framing: is not supported yet
                    token: as_cluster         | tls: {}                        | 5:10: listeners[0].tls.certificates: missing (expected: at least one of {cert_file, key_file})
                    token: as_cluster         | tls: {certificates: [{cert_file: gone.crt, key_file: certs/gateway.key}]} | 5:38: listeners[0].tls.certificates[0].cert_file: gone.crt (expected: a readable file)
                    token: as_cluster         | tls: {client_ca_file: a, certificates: [{cert_file: certs/gateway.crt, key_file: certs/gateway.key}]} | 5:11: listeners[0].tls.client_ca_file: is not supported yet
                    token: as_cluster         | tls: {min_version: 1.1, certificates: [{cert_file: certs/gateway.crt, key_file: certs/gateway.key}]} | 5:24: listeners[0].tls.min_version: 1.1 (expected: "1.2", "1.3")
                    token: as_cluster         | trusted_proxies: [10.0.0.0/33] | 5:23: listeners[0].trusted_proxies[0]: 10.0.0.0/33: prefix length is 33, expected 0..32
                    token: as_cluster         | limits: {connections: 0}       | 5:27: listeners[0].limits.connections: 0 (expected: 1..1000000)
                    token: as_cluster         | timeouts: {idle: 5}            | 5:22: listeners[0].timeouts.idle: 5 (expected: 10ms..1d, as in 500ms, 30s, 5m, 1h)
                    token: as_cluster         | routes: [{target: {cluster: local, service: http}}] | 6:13: listeners[0].target: routes and target (expected: one of both)
                    address: 127.0.0.1:8080   | address: 8080                  | 4:14: listeners[0].address: 8080 (expected: host:port, IPv6 as [address]:port)
                    address: 127.0.0.1:8080   | address: 127.0.0.1:8480        | 4:14: listeners[0].address: 127.0.0.1:8480 (expected: a free address; admin has 127.0.0.1:8480)
                    cluster: local, service   | cluster: lokal, service        | 6:23: listeners[0].target.cluster: lokal (expected: the name of a cluster in this file)
                    service: http}            | service: grpc}                 | 6:39: listeners[0].target.service: grpc (expected: a service of every Director of cluster local; d1 has none of that name)
                    service: http}            | header: a, service: http}      | 6:30: listeners[0].target.header: unknown key (expected: cluster, service)
                    address: 127.0.0.1:8480   | address: 0.0.0.0:8480          | 7:18: admin.address: 0.0.0.0:8480 (expected: a loopback address, or tls beside it)
                    address: 127.0.0.1:8480   | sessions: {idle: 13h}          | 7:26: admin.sessions.idle: 13h (expected: at most absolute, 12h)
                    port: 8081                | port: 70000                    | 10:11: clusters[0].port: 70000 (expected: 1..65534)
                    port: 8081                | tls: {enabled: true}           | 10:10: clusters[0].tls.certificate: missing (expected: ${file:path} or ${env:NAME})
                    port: 8081                | update: {mode: auto}           | 10:5: clusters[0].update: is not supported yet
                    port: 8081                | balancing: {policy: weighted}  | 10:25: clusters[0].balancing.policy: weighted is not supported yet (expected: least_requests, round_robin)
                    port: 8081                | balancing: {slow_start: 30s}   | 10:17: clusters[0].balancing.slow_start: is not supported yet
                    port: 8081                | health: {check: tls}           | 10:21: clusters[0].health.check: tls (expected: http, tcp, grpc)
                    port: 8081                | health: {service: grpc}        | 10:23: clusters[0].health.service: grpc (expected: a service of every Director of cluster local; d1 has none of that name)
                    port: 8081                | access: {tokens: {list: [{name: a, digest: usher_secret, expires: unlimited}]}} | 10:48: clusters[0].access.tokens.list[0].digest: (not shown) (expected: sha256: and 64 lower-case hex digits, as `usher token new` prints them)
                    name: d2                  | name: d1                       | 13:16: clusters[0].directors[1].name: d1 (expected: a unique Director name; clusters[0].directors[0] has it already)
                    port: 8083                | port: 8081                     | 13:46: clusters[0].directors[1].port: 127.0.0.1:8081 (expected: a unique coordination address, as a sidecar without tls takes its port and the one after it; clusters[0].directors[0] has it already)
                    port: 8083                | port: 8082                     | 13:46: clusters[0].directors[1].port: 127.0.0.1:8082 (expected: a unique coordination address, as a sidecar without tls takes its port and the one after it; clusters[0].directors[0] has it already)
                    port: 8083                | port: 8083, weight: 50         | 13:60: clusters[0].directors[1].weight: 50 is not supported yet (expected: 100)
                    d2, address: 127.0.0.1    | d2, address: 10.0.0.1          | 13:29: clusters[0].directors[1].address: 10.0.0.1 (expected: a loopback address, as coordination has no TLS; or tls, or plaintext: accepted in the cluster)
                    d2, address: 127.0.0.1    | d2, address: 10.0.0            | 13:29: clusters[0].directors[1].address: 10.0.0 (expected: an IP address or a host name)
                    """)
    void tellsWhatIsWrongAndWhatIsExpected(String good, String bad, String mistake) {
        assertThat(mistakes(GOOD.replace(good, bad.replace("\\n", "\n")))).contains("gateway.yaml:" + mistake);
    }

    @Test
    void wantsAnOddNumberOfDirectors() {
        var two = GOOD.lines().filter(line -> !line.contains("d3")).toList();

        assertThat(mistakes(String.join("\n", two)))
                .isEqualTo(
                        "1. gateway.yaml:12:7: clusters[0].directors: 2 Directors (expected: an odd number of them, 3..15)");
    }

    @Test
    void oneMistakeInAClusterDoesNotMakeItsListenersWrong() {
        assertThat(mistakes(GOOD.replace("port: 8081\n", "port: none\n")))
                .isEqualTo("1. gateway.yaml:10:11: clusters[0].port: none (expected: 1..65534)");
    }

    @Test
    void anEmptyFileTellsWhatIsMissing() {
        assertThat(mistakes("{}")).isEqualTo("""
                1. gateway.yaml:1:1: version: missing (expected: 1)
                2. gateway.yaml:1:1: listeners: missing (expected: at least one listener)""");
    }

    @Test
    void tokensAreUniqueWithinTheirCluster() {
        var other = DIGEST.replace('0', '1');
        var tokens = "access: {tokens: {enabled: true, list: [{name: a, digest: '" + DIGEST + "', expires: null}, "
                + "{name: a, digest: '" + other + "', expires: unlimited, listeners: [elsewhere]}, "
                + "{name: b, digest: '" + DIGEST + "'}]}}\n";

        assertThat(mistakes(GOOD.replace("port: 8081\n", tokens)))
                .contains("list[1].name: a (expected: a unique token name in clusters[0].access.tokens;")
                .contains("list[1].listeners: [elsewhere] (expected: names of listeners in this file)")
                .contains("list[2].expires: missing (expected: an instant such as 2027-02-22T00:00:00Z, or unlimited)")
                .contains("list[2].digest: " + DIGEST
                        + " (expected: a unique token digest in clusters[0].access.tokens;");
    }

    @Test
    void hostNamesAreAcceptedWherePlaintextIs() {
        var text = GOOD.replace("port: 8081\n", "plaintext: accepted\n")
                .replace("d2, address: 127.0.0.1", "d2, address: director-2.example.com")
                .replace("d3, address: 127.0.0.1", "d3, address: \"2001:db8::3\"");

        var directors = load(text).clusters().getFirst().directors();

        assertThat(directors)
                .extracting(DirectorSettings::address)
                .containsExactly("127.0.0.1", "director-2.example.com", "2001:db8::3");
    }

    @Test
    void anEnabledRestrictionWithoutSourcesAdmitsNobody() {
        var text = GOOD.replace("port: 8081\n", "access: {restriction: {enabled: true}}\n");

        var restriction = load(text).clusters().getFirst().access().restriction();

        assertThat(restriction.enabled()).isTrue();
        assertThat(restriction.sources()).isEmpty();
        assertThat(warnings(text))
                .containsExactly("clusters[0].access.restriction.enabled: true without sources: nobody is admitted");
    }

    @Test
    void warnsOfWhatIsLegalButDangerousWithTokens() {
        var demanding = GOOD.replace(
                "port: 8081\n",
                "access: {tokens: {enabled: true, list: [{name: a, digest: '" + DIGEST + "', expires: unlimited}]}}\n");

        assertThat(warnings(demanding)).isEmpty();
        assertThat(warnings(demanding.replace("token: as_cluster", "token: not_required")))
                .containsExactly("listeners[0].token: not_required waives the tokens that cluster local asks for");
        assertThat(warnings(demanding.replace("127.0.0.1:8080", "0.0.0.0:8080")))
                .containsExactly(
                        "listeners[0].address: without tls, the tokens for cluster local can be read on the way");
        assertThat(warnings(GOOD.replace("token: as_cluster", "token: required")))
                .containsExactly("listeners[0].token: required, but cluster local has no token: it refuses everybody");
    }

    @Test
    void warnsOfRoutesThatAreNeverReached() {
        var text = GOOD.replace("target: {cluster: local, service: http}", """
                routes:
                      - target: {cluster: local, service: http}
                      - match: {host: "*.Example.com"}
                        target: {cluster: local, service: http}""");

        assertThat(load(text).listeners().getFirst().routes().getLast().host()).isEqualTo("*.example.com");
        assertThat(warnings(text))
                .containsExactly(
                        "listeners[0].routes: what follows routes[0] is never reached, as that matches everything");
    }

    private Configuration load(String text) {
        return Configuration.parse("gateway.yaml", text, folder, name -> null).value();
    }

    private List<String> warnings(String text) {
        return Configuration.parse("gateway.yaml", text, folder, name -> null).warnings().stream()
                .map(ConfigurationTest::words)
                .toList();
    }

    private static String words(Mistake mistake) {
        return mistake.path() + ": " + mistake.problem();
    }

    private String mistakes(String text) {
        var thrown = catchThrowableOfType(ConfigException.class, () -> load(text));
        return String.valueOf(thrown.getMessage());
    }
}
