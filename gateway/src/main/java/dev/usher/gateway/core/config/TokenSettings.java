package dev.usher.gateway.core.config;

import dev.usher.gateway.core.model.ListenerName;
import dev.usher.gateway.core.model.Names;
import dev.usher.gateway.core.model.TokenDigest;
import dev.usher.gateway.core.model.TokenName;
import dev.usher.gateway.core.net.AccessRule;
import dev.usher.membership.settings.Scalars;
import dev.usher.membership.settings.Section;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An access token of a cluster: all but its value.
///
/// @param expires null for never
/// @param sources from where it is good; empty for everywhere
/// @param listeners where it is good; empty for everywhere
public record TokenSettings(
        TokenName name,
        TokenDigest digest,
        @Nullable Instant expires,
        List<AccessRule> sources,
        Set<ListenerName> listeners) {

    static final String DIGEST = "sha256: and 64 lower-case hex digits, as `usher token new` prints them";

    private static final String EXPIRES = "an instant such as 2027-02-22T00:00:00Z, or unlimited";

    /// Holds what may be null, as the value of a key may not.
    private record Expiry(@Nullable Instant at) {}

    public TokenSettings {
        sources = List.copyOf(sources);
        listeners = Set.copyOf(listeners);
    }

    /// @param scope among what names and digests are unique
    static TokenSettings read(Section section, String scope, Registry registry) {
        var name = section.value("name", Names.EXPECTED, TokenName::new);
        var digest = section.unshown("digest", DIGEST, TokenDigest::parse);
        var expires = section.optional("expires", EXPIRES, TokenSettings::expiry);
        var sources = Sources.read(section, "sources");
        var listeners = section.values("listeners", Names.EXPECTED, ListenerName::new);
        if (!section.mentions("expires")) {
            section.mistake("expires", "missing (expected: " + EXPIRES + ")");
        }
        registry.claim(section, "name", "token name in " + scope, name.orNull());
        registry.claim(section, "digest", "token digest in " + scope, digest.orNull());
        section.later(() -> checkListeners(section, listeners, registry));
        section.close();
        return new TokenSettings(
                name.get(), digest.get(), expires == null ? null : expires.at, sources, Set.copyOf(listeners));
    }

    private static Expiry expiry(String text) {
        return new Expiry(text.equals("unlimited") ? null : Scalars.instant(text));
    }

    private static void checkListeners(Section section, List<ListenerName> listeners, Registry registry) {
        var unknown = listeners.stream().filter(name -> !registry.knows(name)).toList();
        if (!unknown.isEmpty()) {
            section.mistake("listeners", unknown + " (expected: names of listeners in this file)");
        }
    }
}
