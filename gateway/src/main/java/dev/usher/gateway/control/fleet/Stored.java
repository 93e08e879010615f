package dev.usher.gateway.control.fleet;

import dev.usher.gateway.control.fleet.rules.ClusterRules;
import dev.usher.gateway.control.store.ClusterRow;
import dev.usher.gateway.control.store.Seal;
import dev.usher.gateway.control.store.TokenRow;
import dev.usher.gateway.core.config.AccessSettings;
import dev.usher.gateway.core.config.ClusterOptions;
import dev.usher.gateway.core.config.ClusterSettings;
import dev.usher.gateway.core.config.DirectorSettings;
import dev.usher.gateway.core.config.TokenSettings;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.net.AccessRule;
import dev.usher.membership.mesh.MeshPem;
import dev.usher.membership.mesh.Security;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes of a stored cluster the same settings that one of the configuration file has, so that nobody behind it knows
/// where it came from.
public final class Stored {

    private final Seal seal;

    public Stored(Seal seal) {
        this.seal = seal;
    }

    /// @param tokens all of them; those of other clusters and revoked ones are left out
    /// @param disabled Directors that are disabled on their own
    public ClusterSettings settings(ClusterRow row, Collection<TokenRow> tokens, Set<DirectorName> disabled) {
        var options = ClusterOptions.parse(row.settings());
        var type = ClusterRules.type(row);
        return new ClusterSettings(
                row.name(),
                type,
                row.port(),
                row.enabled(),
                type == ClusterSettings.Type.MANAGED ? null : options.configuration(),
                row.plaintextAccepted(),
                security(row, type),
                row.directors().stream()
                        .map(member -> new DirectorSettings(
                                member.director(),
                                member.address(),
                                member.port(),
                                member.services(),
                                !disabled.contains(member.director())))
                        .toList(),
                access(row, tokens),
                options.balancing(),
                options.health(),
                options.retry());
    }

    private @Nullable Security security(ClusterRow row, ClusterSettings.Type type) {
        var tls = row.tls();
        if (!tls.enabled()) {
            return new Security.Plaintext();
        }
        if (type == ClusterSettings.Type.MANAGED) {
            return null;
        }
        var key = new String(seal.unseal(Certificates.purpose(row.name()), tls.sealedKey()), StandardCharsets.UTF_8);
        return new Security.Mesh(
                MeshPem.keys(tls.certificate(), key, tls.authority().isEmpty() ? null : tls.authority()));
    }

    private static AccessSettings access(ClusterRow row, Collection<TokenRow> tokens) {
        var restriction = row.restriction();
        return new AccessSettings(
                new AccessSettings.Restriction(restriction.enabled(), rules(restriction.sources())),
                new AccessSettings.Tokens(
                        row.tokensDemanded(),
                        tokens.stream()
                                .filter(token -> token.cluster().equals(row.name()))
                                .filter(token -> token.revokedEpochMillis() == null)
                                .map(Stored::token)
                                .toList()));
    }

    private static TokenSettings token(TokenRow token) {
        var expires = token.expiresEpochMillis();
        return new TokenSettings(
                token.name(),
                token.digest(),
                expires == null ? null : Instant.ofEpochMilli(expires),
                rules(token.sources()),
                token.listeners());
    }

    private static List<AccessRule> rules(List<String> sources) {
        return sources.stream().map(AccessRule::parse).toList();
    }
}
