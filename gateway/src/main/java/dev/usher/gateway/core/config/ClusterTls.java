package dev.usher.gateway.core.config;

import dev.usher.membership.mesh.MeshPem;
import dev.usher.membership.mesh.Security;
import dev.usher.membership.settings.Section;

/// TLS of a cluster's coordination: `{enabled, certificate, private_key, ca}`. While it is not enabled the others are
/// not looked at.
///
/// @param security plain text as well where a mistake ends the reading of the file anyway
record ClusterTls(boolean enabled, Security security) {

    static ClusterTls read(Section section) {
        var plaintext = new Security.Plaintext();
        if (!section.bool("enabled", false)) {
            section.mentions("certificate");
            section.mentions("private_key");
            section.mentions("ca");
            section.close();
            return new ClusterTls(false, plaintext);
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
