package dev.usher.gateway.core.config;

import dev.usher.gateway.core.net.AccessRule;
import dev.usher.membership.settings.Section;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The management API, health endpoints and metrics.
///
/// @param tls null for plain HTTP, which is for loopback only
/// @param trustedProxies whose `X-Forwarded-For` is believed
public record AdminSettings(
        Endpoint address,
        @Nullable CertificateFiles tls,
        List<AccessRule> trustedProxies,
        List<ApiTokenSettings> apiTokens,
        List<UserSettings> users,
        SessionSettings sessions) {

    private static final Endpoint ADDRESS = new Endpoint("127.0.0.1", 8480);

    public AdminSettings {
        trustedProxies = List.copyOf(trustedProxies);
        apiTokens = List.copyOf(apiTokens);
        users = List.copyOf(users);
    }

    static AdminSettings read(Section section, Registry registry) {
        var address = section.value("address", Endpoint.EXPECTED, Endpoint::parse, ADDRESS);
        var tls = section.optionalSection("tls", CertificateFiles::read);
        var trustedProxies = section.values("trusted_proxies", ListenerSettings.SOURCE, AccessRule::parse);
        var apiTokens = section.list("api_tokens", token -> ApiTokenSettings.read(token, registry));
        var users = section.list("users", user -> UserSettings.read(user, registry));
        var sessions = section.section("sessions", SessionSettings::read);
        registry.bind(section, "address", address);
        if (!address.loopback() && !section.has("tls")) {
            section.mistake("address", address + " (expected: a loopback address, or tls beside it)");
        }
        section.close();
        return new AdminSettings(address, tls, trustedProxies, apiTokens, users, sessions.get());
    }
}
