package dev.usher.gateway.control.fleet;

import dev.usher.gateway.control.activity.Violation.Code;
import dev.usher.gateway.control.activity.Violations;
import dev.usher.gateway.control.store.ClusterRow.Tls;
import dev.usher.gateway.control.store.Ownership;
import dev.usher.gateway.control.store.Seal;
import dev.usher.gateway.control.store.Sealed;
import dev.usher.gateway.core.config.ClusterBody;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.membership.mesh.MeshPem;
import dev.usher.membership.time.Ticker;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Judges the certificates of clusters, and seals their keys. What was given before and is not given again stays; it is
/// judged again when anything of it changes.
final class Certificates {

    private static final String EXPECTED_PEM = "PEM; a certificate and its private key go together";

    private final Seal seal;
    private final Ticker ticker;

    Certificates(Seal seal, Ticker ticker) {
        this.seal = seal;
        this.ticker = ticker;
    }

    /// For what the key of a cluster is sealed.
    static String purpose(ClusterName cluster) {
        return "cluster/" + cluster + "/private_key";
    }

    /// What `body` makes of `before`; it counts only when no violation was added.
    ///
    /// @param cluster null where its name is a mistake
    Tls judge(
            @Nullable ClusterName cluster,
            Ownership type,
            Tls before,
            ClusterBody.@Nullable Tls body,
            Violations violations) {
        if (body == null) {
            return before;
        }
        boolean enabled = Objects.requireNonNullElse(body.enabled(), before.enabled());
        if (type == Ownership.MANAGED) {
            refuse("certificate", body.certificate(), violations);
            refuse("private_key", body.privateKey(), violations);
            refuse("ca", body.authority() == null || body.authority().isEmpty() ? null : body.authority(), violations);
            return new Tls(enabled, "", "", Sealed.NONE);
        }
        var certificate = Objects.requireNonNullElse(body.certificate(), before.certificate());
        var authority = Objects.requireNonNullElse(body.authority(), before.authority());
        var old = before.sealedKey().isEmpty() || cluster == null ? "" : opened(cluster, before.sealedKey());
        var key = body.privateKey() == null ? old : body.privateKey().reveal();
        check(enabled, certificate, key, authority, violations);
        return new Tls(
                enabled,
                certificate,
                authority,
                key.equals(old) || cluster == null ? before.sealedKey() : sealed(cluster, key));
    }

    private void check(boolean enabled, String certificate, String key, String authority, Violations violations) {
        boolean any = !certificate.isEmpty() || !key.isEmpty() || !authority.isEmpty();
        if (!enabled && !any) {
            return;
        }
        if (certificate.isEmpty()) {
            missing("certificate", violations);
        }
        if (key.isEmpty()) {
            missing("private_key", violations);
        }
        if (!certificate.isEmpty() && !key.isEmpty()) {
            MeshPem.read(certificate, key, authority.isEmpty() ? null : authority, ticker)
                    .mistakes()
                    .forEach(mistake -> violations.add(
                            "tls." + mistake.key(),
                            Code.CERTIFICATE_REFUSED,
                            "tls." + mistake.key() + ": " + mistake.problem()));
        }
    }

    private static void missing(String key, Violations violations) {
        violations.add("tls." + key, Code.MISSING, "tls." + key + ": missing (expected: " + EXPECTED_PEM + ")");
    }

    private static void refuse(String key, @Nullable Object given, Violations violations) {
        if (given != null) {
            violations.add(
                    "tls." + key,
                    Code.CERTIFICATE_REFUSED,
                    "tls." + key + ": given (expected: none with type: managed, whose certificates the gateway makes)");
        }
    }

    private Sealed sealed(ClusterName cluster, String key) {
        var bytes = key.getBytes(StandardCharsets.UTF_8);
        try {
            return seal.seal(purpose(cluster), bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private String opened(ClusterName cluster, Sealed sealed) {
        return new String(seal.unseal(purpose(cluster), sealed), StandardCharsets.UTF_8);
    }
}
