package dev.usher.gateway.app;

import dev.usher.gateway.control.operator.Argon2;
import dev.usher.gateway.core.config.AdminSettings;
import dev.usher.gateway.core.config.UserSettings;
import dev.usher.gateway.core.model.PasswordHash;
import dev.usher.gateway.core.model.Permission;
import dev.usher.membership.files.DurableFile;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The user of an estate for which nobody was configured yet: made at the first start, and good until there are users
/// in the configuration. Of the password only the hash is kept, in `first-user.json`.
final class FirstUser {

    static final String EMAIL = "admin@localhost";
    static final String FILE = "first-user.json";

    private static final int PASSWORD_BYTES = 18;

    private FirstUser() {}

    /// The users to let in: those configured, or the first one.
    ///
    /// @param folder of the store
    /// @param tell is given the e-mail address and the password when they are made, and never again
    /// @throws IOException naming the file when it cannot be read or written
    static List<UserSettings> users(
            AdminSettings settings, Path folder, RandomGenerator random, BiConsumer<String, String> tell)
            throws IOException {
        if (!settings.users().isEmpty()) {
            return settings.users();
        }
        var file = new DurableFile(folder.resolve(FILE));
        var hash = read(file);
        if (hash == null && settings.apiTokens().isEmpty()) {
            hash = make(file, random, tell);
        }
        return hash == null ? List.of() : List.of(new UserSettings(EMAIL, hash, Set.of(Permission.values())));
    }

    private static PasswordHash make(DurableFile file, RandomGenerator random, BiConsumer<String, String> tell)
            throws IOException {
        var bytes = new byte[PASSWORD_BYTES];
        random.nextBytes(bytes);
        var password = Base64.getUrlEncoder().encodeToString(bytes);
        var hash = Argon2.hash(password, random);
        var json = new JsonObject().put("email", EMAIL).put("password_hash", hash.reveal());
        file.write((json.encodePrettily() + "\n").getBytes(StandardCharsets.UTF_8));
        tell.accept(EMAIL, password);
        return hash;
    }

    private static @Nullable PasswordHash read(DurableFile file) throws IOException {
        var content = file.read();
        if (content == null) {
            return null;
        }
        try {
            var json = new JsonObject(new String(content, StandardCharsets.UTF_8));
            return PasswordHash.parse(json.getString("password_hash", ""));
        } catch (DecodeException | ClassCastException | IllegalArgumentException _) {
            throw new IOException(file.path() + " (expected: as the gateway wrote it; without it a new one is made)");
        }
    }
}
