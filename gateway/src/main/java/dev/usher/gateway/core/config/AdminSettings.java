package dev.usher.gateway.core.config;

import dev.usher.membership.settings.Section;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The management API, health endpoints and metrics.
///
/// @param tls null for plain HTTP, which is for loopback only
public record AdminSettings(Endpoint address, @Nullable CertificateFiles tls, List<ApiTokenSettings> apiTokens) {

    private static final Endpoint ADDRESS = new Endpoint("127.0.0.1", 8480);

    public AdminSettings {
        apiTokens = List.copyOf(apiTokens);
    }

    static AdminSettings read(Section section, Registry registry) {
        var address = section.value("address", Endpoint.EXPECTED, Endpoint::parse, ADDRESS);
        var tls = section.optionalSection("tls", CertificateFiles::read);
        var apiTokens = section.list("api_tokens", token -> ApiTokenSettings.read(token, registry));
        section.notYet("users");
        registry.bind(section, "address", address);
        if (!address.loopback() && !section.has("tls")) {
            section.mistake("address", address + " (expected: a loopback address, or tls beside it)");
        }
        section.close();
        return new AdminSettings(address, tls, apiTokens);
    }
}
