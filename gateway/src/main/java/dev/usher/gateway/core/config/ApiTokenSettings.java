package dev.usher.gateway.core.config;

import dev.usher.gateway.core.model.Names;
import dev.usher.gateway.core.model.Permission;
import dev.usher.gateway.core.model.TokenDigest;
import dev.usher.gateway.core.model.TokenName;
import dev.usher.membership.settings.Section;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A script's key to the management API.
///
/// @param email who answers for it, in the activity log
public record ApiTokenSettings(TokenName name, String email, TokenDigest digest, Set<Permission> permissions) {

    private static final Pattern EMAIL = Pattern.compile("[^@\\s]{1,64}@[^@\\s]{1,255}");
    private static final String PERMISSIONS =
            Arrays.stream(Permission.values()).map(Permission::name).collect(Collectors.joining(", "));

    public ApiTokenSettings {
        permissions = Set.copyOf(permissions);
    }

    static ApiTokenSettings read(Section section, Registry registry) {
        var name = section.value("name", Names.EXPECTED, TokenName::new);
        var email = section.value("email", "an e-mail address", ApiTokenSettings::email);
        var digest = section.unshown("digest", TokenSettings.DIGEST, TokenDigest::parse);
        var permissions = permissions(section);
        registry.claim(section, "name", "API token name", name.orNull());
        registry.claim(section, "digest", "API token digest", digest.orNull());
        section.close();
        return new ApiTokenSettings(name.get(), email.get(), digest.get(), permissions);
    }

    static Set<Permission> permissions(Section section) {
        var permissions = section.values("permissions", PERMISSIONS, Permission::valueOf);
        if (section.count("permissions") == 0) {
            section.mistake("permissions", "missing (expected: a list of " + PERMISSIONS + ")");
        }
        return Set.copyOf(permissions);
    }

    static String email(String text) {
        if (!EMAIL.matcher(text).matches()) {
            throw new IllegalArgumentException("no e-mail address");
        }
        return text;
    }
}
