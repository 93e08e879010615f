package dev.usher.gateway.control.api;

import dev.usher.gateway.control.store.ClusterRow;
import dev.usher.gateway.core.config.AccessSettings;
import dev.usher.gateway.core.config.ClusterOptions;
import dev.usher.gateway.core.config.ClusterSettings;
import dev.usher.gateway.core.net.AccessRule;
import dev.usher.membership.mesh.Security;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What somebody wants of a cluster, as JSON: what can be sent back. A private key never is in it.
final class ClusterShape {

    private ClusterShape() {}

    static JsonObject of(ClusterRow row) {
        return options(ClusterOptions.parse(row.settings()))
                .put("tls", tls(row.tls()))
                .put("plaintext", row.plaintextAccepted() ? "accepted" : null)
                .put(
                        "access",
                        access(row.restriction().enabled(), row.restriction().sources(), row.tokensDemanded()))
                .put("created_at", Shapes.instant(row.createdEpochMillis()));
    }

    static JsonObject of(ClusterSettings settings) {
        return options(new ClusterOptions(1, settings.balancing(), settings.health(), settings.retry(), null))
                .put("tls", tls(settings.security()))
                .put("plaintext", settings.plaintextAccepted() ? "accepted" : null)
                .put("access", access(settings.access()))
                .putNull("created_at");
    }

    /// Who may reach it.
    static JsonObject restriction(boolean enabled, List<String> sources) {
        return new JsonObject().put("enabled", enabled).put("sources", new JsonArray(sources));
    }

    static List<String> sources(AccessSettings access) {
        return access.restriction().sources().stream().map(AccessRule::text).toList();
    }

    private static JsonObject access(AccessSettings access) {
        return access(
                access.restriction().enabled(), sources(access), access.tokens().enabled());
    }

    private static JsonObject access(boolean restricted, List<String> sources, boolean tokens) {
        return new JsonObject()
                .put("restriction", restriction(restricted, sources))
                .put("tokens", new JsonObject().put("enabled", tokens));
    }

    private static JsonObject options(ClusterOptions options) {
        var json = new JsonObject(options.json());
        json.remove("configuration");
        return json.containsKey("update") ? json : json.putNull("update");
    }

    private static JsonObject tls(ClusterRow.Tls tls) {
        return tls(
                tls.enabled(),
                text(tls.certificate()),
                text(tls.authority()),
                notAfter(tls.certificate()),
                !tls.sealedKey().isEmpty());
    }

    /// Those of the file stay in their files.
    private static JsonObject tls(@Nullable Security security) {
        return switch (security) {
            case null -> tls(true, null, null, null, false);
            case Security.Plaintext _ -> tls(false, null, null, null, false);
            case Security.Mesh(var keys) ->
                tls(true, null, null, notAfter(keys.chain().getFirst()), true);
        };
    }

    private static JsonObject tls(
            boolean enabled,
            @Nullable String certificate,
            @Nullable String authority,
            @Nullable String notAfter,
            boolean key) {
        return new JsonObject()
                .put("enabled", enabled)
                .put("certificate", certificate)
                .put("ca", authority)
                .put("not_after", notAfter)
                .put("private_key_set", key);
    }

    private static @Nullable String text(String pem) {
        return pem.isEmpty() ? null : pem;
    }

    private static @Nullable String notAfter(String pem) {
        if (pem.isEmpty()) {
            return null;
        }
        try {
            var bytes = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
            return notAfter(
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(bytes));
        } catch (CertificateException e) {
            throw new IllegalStateException("a certificate was stored that is none", e);
        }
    }

    private static String notAfter(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant().toString();
    }
}
