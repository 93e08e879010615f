package dev.usher.gateway.data.tls;

import java.util.List;

/// How a listener speaks TLS.
///
/// @param certificates chosen among by the name a client asks for; the first one is served to everybody else
/// @param minVersion `1.2` or `1.3`
public record TlsSettings(List<CertificateFiles> certificates, String minVersion) {

    public TlsSettings {
        certificates = List.copyOf(certificates);
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("certificates: none (expected: at least one)");
        }
        if (!minVersion.equals("1.2") && !minVersion.equals("1.3")) {
            throw new IllegalArgumentException("min_version: " + minVersion + " (expected: 1.2 or 1.3)");
        }
    }

    String[] protocols() {
        return minVersion.equals("1.3") ? new String[] {"TLSv1.3"} : new String[] {"TLSv1.3", "TLSv1.2"};
    }
}
