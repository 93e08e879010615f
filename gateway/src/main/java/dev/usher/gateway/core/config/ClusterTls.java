package dev.usher.gateway.core.config;

import dev.usher.membership.mesh.MeshPem;
import dev.usher.membership.mesh.Security;
import dev.usher.membership.settings.Section;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// TLS of a cluster's coordination: `{enabled, certificate, private_key, ca}`. While it is not enabled the others are
/// not looked at. A managed cluster says `enabled` only: the gateway makes its certificates.
///
/// @param security null where the estate's authority gives the keys; plain text as well where a mistake ends the
/// reading of the file anyway
record ClusterTls(boolean enabled, @Nullable Security security) {

    private static final List<String> PEM = List.of("certificate", "private_key", "ca");

    static ClusterTls read(Section section, ClusterSettings.Type type) {
        var plaintext = new Security.Plaintext();
        if (!section.bool("enabled", false)) {
            PEM.forEach(section::mentions);
            section.close();
            return new ClusterTls(false, plaintext);
        }
        if (type == ClusterSettings.Type.MANAGED) {
            PEM.stream()
                    .filter(section::mentions)
                    .forEach(key -> section.mistake(
                            key, "given (expected: none with type: managed, whose certificates the gateway makes)"));
            section.close();
            return new ClusterTls(true, null);
        }
        var certificate = section.secret("certificate");
        var key = section.secret("private_key");
        var ca = section.optionalSecret("ca");
        section.close();
        var pem = MeshPem.read(certificate.get().reveal(), key.get().reveal(), ca == null ? null : ca.reveal());
        pem.mistakes().forEach(mistake -> section.mistake(mistake.key(), mistake.problem()));
        var keys = pem.keys();
        return new ClusterTls(true, keys == null ? plaintext : new Security.Mesh(keys));
    }
}
