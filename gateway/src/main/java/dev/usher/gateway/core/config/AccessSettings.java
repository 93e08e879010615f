package dev.usher.gateway.core.config;

import dev.usher.gateway.core.net.AccessRule;
import dev.usher.membership.settings.Section;
import java.util.List;

/// Who may use a cluster.
public record AccessSettings(Restriction restriction, Tokens tokens) {

    /// By source address.
    ///
    /// @param sources with `enabled` and none of them, nobody may
    public record Restriction(boolean enabled, List<AccessRule> sources) {

        public Restriction {
            sources = List.copyOf(sources);
        }

        static Restriction read(Section section) {
            var enabled = section.bool("enabled", false);
            var sources = Sources.read(section, "sources");
            section.close();
            if (enabled && section.count("sources") == 0) {
                section.warn("enabled", "true without sources: nobody is admitted");
            }
            if (!enabled && section.count("sources") > 0) {
                section.warn("sources", "have no effect, as enabled is false: everybody is admitted");
            }
            return new Restriction(enabled, sources);
        }
    }

    /// By access token.
    public record Tokens(boolean enabled, List<TokenSettings> list) {

        public Tokens {
            list = List.copyOf(list);
        }

        static Tokens read(Section section, Registry registry) {
            var scope = section.path();
            var enabled = section.bool("enabled", false);
            var list = section.list("list", token -> TokenSettings.read(token, scope, registry));
            section.close();
            if (enabled && section.count("list") == 0) {
                section.warn("enabled", "true without a list: every request is refused");
            }
            return new Tokens(enabled, list);
        }
    }

    static AccessSettings read(Section section, Registry registry) {
        var restriction = section.section("restriction", Restriction::read);
        var tokens = section.section("tokens", child -> Tokens.read(child, registry));
        section.close();
        return new AccessSettings(restriction.get(), tokens.get());
    }
}
