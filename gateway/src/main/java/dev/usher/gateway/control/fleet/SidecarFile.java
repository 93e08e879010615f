package dev.usher.gateway.control.fleet;

import dev.usher.gateway.control.store.ClusterRow;
import dev.usher.gateway.control.store.ClusterRow.Member;
import dev.usher.gateway.core.config.ClusterOptions;
import dev.usher.gateway.core.config.HealthSettings;
import dev.usher.membership.settings.Scalars;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Writes the file that every sidecar of a self-managed cluster reads. Secrets are not in it: its header names the
/// files
/// that an operator puts beside it.
final class SidecarFile {

    private static final Duration INTERVAL_MIN = Duration.ofMillis(100);
    private static final Duration CHECK_MAX = Duration.ofMinutes(1);

    private final ClusterRow row;
    private final List<String> gateways;
    private final ClusterOptions options;
    private final List<String> secrets = new ArrayList<>();

    private SidecarFile(ClusterRow row, List<String> gateways) {
        this.row = row;
        this.gateways = List.copyOf(gateways);
        this.options = ClusterOptions.parse(row.settings());
    }

    static String of(ClusterRow row, List<String> gateways) {
        return new SidecarFile(row, gateways).text();
    }

    private String text() {
        var body = cluster() + gateways() + probe();
        var header = """
                # The configuration of cluster %s, revision %d: one file for all its Directors.
                # Run it beside each of them with
                #
                #   usher sidecar %s.yaml --director NAME
                #
                # Put beside it, readable for the sidecar only:
                """.formatted(row.name(), options.configuration(), row.name());
        var files = secrets.isEmpty() ? "#   nothing: it names no files\n" : String.join("", secrets);
        return header + files + "version: 1\n" + "data_dir: /var/lib/usher\n" + body;
    }

    private String cluster() {
        return "cluster:\n  name: " + quoted(row.name().value()) + "\n  port: " + row.port() + "\n  revision: "
                + options.configuration() + "\n" + security() + "  directors:\n"
                + row.directors().stream().map(SidecarFile::director).collect(Collectors.joining());
    }

    private String security() {
        var tls = row.tls();
        if (!tls.enabled()) {
            return "  tls: {enabled: false}\n" + (row.plaintextAccepted() ? "  plaintext: accepted\n" : "");
        }
        var key = row.name() + ".key";
        if (tls.authority().isEmpty()) {
            secret(key, "the private key of the certificate below, in PEM; the same everywhere");
            return "  tls:\n    enabled: true\n    certificate: " + block(tls.certificate()) + "    private_key: "
                    + file(key) + "\n";
        }
        var certificate = row.name() + ".crt";
        secret(
                certificate,
                "the Director's own certificate of the CA below, in PEM, with the name usher://" + row.name()
                        + "/director/NAME");
        secret(key, "the private key of that certificate, in PEM");
        return "  tls:\n    enabled: true\n    certificate: " + file(certificate) + "\n    private_key: " + file(key)
                + "\n    ca: " + block(tls.authority());
    }

    private static String director(Member member) {
        var services = new TreeMap<String, Integer>();
        member.services().forEach((name, port) -> services.put(name.value(), port));
        var written = services.entrySet().stream()
                .map(service -> quoted(service.getKey()) + ": " + service.getValue())
                .collect(Collectors.joining(", ", "{", "}"));
        return "    - {name: " + quoted(member.director().value()) + ", address: " + quoted(member.address())
                + ", port: " + member.port() + ", services: " + written + "}\n";
    }

    private String gateways() {
        if (gateways.isEmpty()) {
            return "";
        }
        secret("gateway-ca.crt", "who signed the gateways' certificates, in PEM");
        secret("enrolment.key", "the Director's own enrolment key, which is used once");
        return "gateways:\n"
                + gateways.stream()
                        .map(address -> "  - {address: " + quoted(address) + ", ca_file: gateway-ca.crt}\n")
                        .collect(Collectors.joining())
                + "enrolment_key: " + file("enrolment.key") + "\n";
    }

    /// What a gateway may ask faster than a sidecar is asked by the sidecar as fast as that may.
    private String probe() {
        var health = options.health();
        var path = health.check() == HealthSettings.Check.HTTP ? ", path: " + quoted(health.path()) : "";
        return "probe: {check: " + health.check().name().toLowerCase(Locale.ROOT) + ", service: "
                + quoted(health.service().value()) + path + ", interval: "
                + Scalars.words(within(INTERVAL_MIN, health.interval())) + ", timeout: "
                + Scalars.words(within(Duration.ofMillis(10), health.timeout())) + ", healthy_after: "
                + health.healthyAfter() + ", unhealthy_after: " + health.unhealthyAfter() + "}\n";
    }

    private static Duration within(Duration min, Duration value) {
        if (value.compareTo(min) < 0) {
            return min;
        }
        return value.compareTo(CHECK_MAX) > 0 ? CHECK_MAX : value;
    }

    private void secret(String file, String meaning) {
        secrets.add("#   " + file + ": " + meaning + "\n");
    }

    private static String file(String name) {
        return quoted("${file:" + name + "}");
    }

    /// A text of several lines, as deep as a key of `tls`.
    private static String block(String text) {
        return "|\n"
                + text.strip()
                        .lines()
                        .map(line -> "      " + line.strip() + "\n")
                        .collect(Collectors.joining());
    }

    /// Names, addresses and paths hold nothing that YAML would have to be told, but quotes and backslashes.
    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
