package dev.usher.gateway.core.config;

import dev.usher.gateway.core.model.ListenerName;
import dev.usher.gateway.core.model.Names;
import dev.usher.gateway.core.net.AccessRule;
import dev.usher.membership.settings.Section;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One door.
///
/// @param tls null for plain
/// @param trustedProxies whose `X-Forwarded-For` and `Forwarded` are believed
/// @param forwardCredentials whether the credential goes on to the Director
/// @param routes tried in order; a single `target` is a route that matches everything
public record ListenerSettings(
        ListenerName name,
        Protocol protocol,
        Endpoint address,
        @Nullable TlsSettings tls,
        List<AccessRule> trustedProxies,
        TokenDemand token,
        boolean forwardCredentials,
        List<RouteSettings> routes,
        ListenerLimits limits,
        ListenerTimeouts timeouts) {

    static final String SOURCE = "an IP address, a range start-end or a CIDR block";

    /// What is spoken there.
    public enum Protocol {
        HTTP
    }

    /// Whether a token is asked for.
    public enum TokenDemand {
        /// As the cluster says.
        AS_CLUSTER,
        /// Always, even where the cluster's tokens are off.
        REQUIRED,
        /// Never, even where the cluster's tokens are on.
        NOT_REQUIRED
    }

    public ListenerSettings {
        trustedProxies = List.copyOf(trustedProxies);
        routes = List.copyOf(routes);
    }

    static ListenerSettings read(Section section, Registry registry) {
        var name = section.value("name", Names.EXPECTED, ListenerName::new);
        var protocol = section.choice("protocol", Protocol.HTTP, "tcp", "udp");
        var address = section.value("address", Endpoint.EXPECTED, Endpoint::parse);
        var tls = section.optionalSection("tls", TlsSettings::read);
        var trustedProxies = Sources.read(section, "trusted_proxies");
        var token = section.choice("token", TokenDemand.AS_CLUSTER, "client_certificate", "first_line");
        var forwardCredentials = section.bool("forward_credentials", false);
        var routes = RouteSettings.readAll(section, registry);
        var limits = section.section("limits", ListenerLimits::read);
        var timeouts = section.section("timeouts", ListenerTimeouts::read);
        List.of("proxy_protocol", "framing", "session", "source_address").forEach(section::notYet);
        declare(section, name.orNull(), address.orNull(), registry);
        section.close();
        var listener = new ListenerSettings(
                name.get(),
                protocol,
                address.get(),
                tls,
                trustedProxies,
                token,
                forwardCredentials,
                routes,
                limits.get(),
                timeouts.get());
        section.later(() -> new TokenWarnings(section, listener, registry).give());
        return listener;
    }

    private static void declare(
            Section section, @Nullable ListenerName name, @Nullable Endpoint address, Registry registry) {
        registry.claim(section, "name", "listener name", name);
        registry.bind(section, "address", address);
        if (name != null) {
            registry.declare(name);
        }
    }
}
