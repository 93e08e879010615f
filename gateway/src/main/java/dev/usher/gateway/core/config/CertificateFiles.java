package dev.usher.gateway.core.config;

import dev.usher.membership.settings.Section;
import java.nio.file.Path;

/// A certificate chain and its private key, both PEM.
public record CertificateFiles(Path certificate, Path key) {

    static CertificateFiles read(Section section) {
        var certificate = section.file("cert_file");
        var key = section.file("key_file");
        section.close();
        return new CertificateFiles(certificate.get(), key.get());
    }
}
