package dev.usher.gateway.core.config;

import dev.usher.gateway.core.model.PasswordHash;
import dev.usher.gateway.core.model.Permission;
import dev.usher.membership.settings.Section;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A person who may log in.
///
/// @param email unique, whatever its case
public record UserSettings(String email, PasswordHash hash, Set<Permission> permissions) {

    public UserSettings {
        permissions = Set.copyOf(permissions);
    }

    static UserSettings read(Section section, Registry registry) {
        var email = section.value("email", "an e-mail address", ApiTokenSettings::email);
        var secret = section.secret("password_hash");
        var permissions = ApiTokenSettings.permissions(section);
        var text = secret.orNull();
        var hash = text == null ? null : hash(section, text.reveal());
        var address = email.orNull();
        registry.claim(
                section,
                "email",
                "e-mail address of a user",
                address == null ? null : address.toLowerCase(Locale.ROOT));
        section.close();
        secret.get();
        return new UserSettings(email.get(), hash == null ? NONE : hash, permissions);
    }

    /// Stands in for a hash whose mistake is written down.
    private static final PasswordHash NONE = PasswordHash.of(PasswordHash.Cost.USUAL, new byte[16], new byte[32]);

    private static @Nullable PasswordHash hash(Section section, String text) {
        try {
            var hash = PasswordHash.parse(text);
            if (hash.cost().weak()) {
                section.warn("password_hash", "guessed fast (expected: a cost such as m=65536,t=3,p=1)");
            }
            return hash;
        } catch (IllegalArgumentException _) {
            section.mistake("password_hash", "(not shown) (expected: " + PasswordHash.EXPECTED + ")");
            return null;
        }
    }
}
