package dev.usher.gateway.core.config;

import dev.usher.membership.settings.Section;
import java.util.List;

/// TLS of a listener.
///
/// @param certificates chosen by the server name that the client asks for; the first one where none fits
public record TlsSettings(List<CertificateFiles> certificates, MinVersion minVersion) {

    /// The oldest version that is spoken.
    public enum MinVersion {
        TLS_1_2,
        TLS_1_3
    }

    public TlsSettings {
        certificates = List.copyOf(certificates);
    }

    static TlsSettings read(Section section) {
        var certificates = section.list("certificates", CertificateFiles::read);
        var minVersion = section.value("min_version", "\"1.2\", \"1.3\"", TlsSettings::version, MinVersion.TLS_1_2);
        section.notYet("client_ca_file");
        if (section.count("certificates") == 0) {
            section.mistake("certificates", "missing (expected: at least one of {cert_file, key_file})");
        }
        section.close();
        return new TlsSettings(certificates, minVersion);
    }

    private static MinVersion version(String text) {
        return switch (text) {
            case "1.2" -> MinVersion.TLS_1_2;
            case "1.3" -> MinVersion.TLS_1_3;
            default -> throw new IllegalArgumentException("no such version");
        };
    }
}
