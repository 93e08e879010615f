package dev.usher.gateway.app.quickstart;

import dev.usher.gateway.core.model.TokenValue;
import dev.usher.membership.time.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Everything that the processes of one quickstart need to know of each other, made fresh and written down.
/// *Immutable.*
///
/// @param admin the token of the management API
record Scene(Ports ports, Site site, Certificates certificates, Declarations declarations, TokenValue admin) {

    static Scene prepare(Ports ports, Site site) throws IOException, GeneralSecurityException {
        var random = new SecureRandom();
        var now = Instant.ofEpochMilli(Ticker.system().epochMillis());
        var ipv6 = InetAddress.ofLiteral("::1");
        var declarations =
                new Declarations(site, ports, Ports.free(ipv6, ports.https()) && Ports.free(ipv6, ports.http()));
        var scene = new Scene(ports, site, Certificates.make(now, random), declarations, TokenValue.generate(random));
        scene.write();
        return scene;
    }

    private void write() throws IOException {
        site.clear();
        site.write(site.authority(), certificates.authority(), "rw-r--r--");
        site.write(site.certificate(), certificates.chain());
        site.write(site.key(), certificates.key());
        site.write(site.gateway(), declarations.gateway(admin.digest()));
    }

    /// @param token of the Agents
    Knocker knocker(String token) throws IOException, GeneralSecurityException {
        return new Knocker(certificates.authorityCertificate(), ports.https(), token);
    }

    /// The variables of `quickstart.env` that are not about processes.
    ///
    /// @param token of the Agents
    Map<String, String> addresses(String token) {
        var addresses = new LinkedHashMap<String, String>();
        addresses.put("USHER_AGENT_URL", "https://127.0.0.1:" + ports.https());
        addresses.put("USHER_TOKEN", token);
        addresses.put("USHER_CA", site.authority().toString());
        addresses.put("USHER_ADMIN_URL", "http://127.0.0.1:" + ports.admin());
        addresses.put("USHER_API_TOKEN", admin.reveal());
        addresses.put("USHER_ACCESS_LOG", site.accessLog().toString());
        return addresses;
    }
}
