package dev.usher.gateway.app;

import dev.usher.gateway.control.operator.Logins;
import dev.usher.gateway.control.operator.MemorySessions;
import dev.usher.gateway.control.operator.Operators;
import dev.usher.gateway.control.operator.Reception;
import dev.usher.gateway.control.operator.SessionLimits;
import dev.usher.gateway.control.operator.StoredSessions;
import dev.usher.gateway.control.operator.Users;
import dev.usher.gateway.core.config.AdminSettings;
import dev.usher.gateway.core.config.Configuration;
import dev.usher.gateway.core.config.StoreSettings;
import dev.usher.gateway.core.config.StoreSettings.Place;
import dev.usher.gateway.core.config.UserSettings;
import dev.usher.gateway.core.net.AccessList;
import dev.usher.membership.time.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The people and the scripts that may use the management API, and what becomes of their sessions: those that the
/// configuration names, and the first user where a store is to be used and it names nobody. *Thread-safe.*
final class Staff implements AutoCloseable {

    private final @Nullable Path folder;
    private final BiConsumer<String, String> tell;
    private final SecureRandom random = new SecureRandom();
    private final Logins logins;
    private final Operators operators;
    private final AccessList trustedProxies;

    private Staff(
            Configuration configuration,
            @Nullable Path folder,
            @Nullable Keeping keeping,
            Ticker ticker,
            BiConsumer<String, String> tell)
            throws IOException {
        var settings = configuration.admin();
        var limits = new SessionLimits(
                settings.sessions().idle(), settings.sessions().absolute());
        // Without a store sessions end with this process.
        var sessions = keeping == null
                ? new MemorySessions(limits, ticker)
                : new StoredSessions(keeping.store(), limits, ticker);
        this.folder = folder;
        this.tell = tell;
        this.logins = new Logins(Users.of(users(settings)), sessions, limits, ticker, random);
        this.operators = Operators.of(settings.apiTokens());
        this.trustedProxies = AccessList.of(settings.trustedProxies());
    }

    /// @param tell is given the first user's e-mail address and password when they are made, and never again
    /// @throws UncheckedIOException naming the first user's file when it cannot be read or written
    static Staff of(
            Configuration configuration, @Nullable Keeping keeping, Ticker ticker, BiConsumer<String, String> tell) {
        try {
            var store = configuration.store();
            return new Staff(
                    configuration,
                    store == null ? null : folder(store, configuration.gateway().dataDir()),
                    keeping,
                    ticker,
                    tell);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Beside a database that is a file.
    private static Path folder(StoreSettings store, Path own) {
        return switch (store.place()) {
            case Place.Sqlite(var database) -> database.toAbsolutePath().resolveSibling("");
            case Place.Postgresql _ -> own;
        };
    }

    /// Whom these settings let in. They are not let in yet, but the first user may be made.
    ///
    /// @throws IOException naming the first user's file when it cannot be read or written
    List<UserSettings> users(AdminSettings settings) throws IOException {
        if (folder == null) {
            return settings.users();
        }
        Files.createDirectories(folder);
        return FirstUser.users(settings, folder, random, tell);
    }

    /// From now on these and no others may come.
    void admit(AdminSettings settings, List<UserSettings> users) {
        logins.admit(Users.of(users));
        operators.admit(settings.apiTokens());
    }

    Reception reception() {
        return new Reception(operators, logins, trustedProxies);
    }

    @Override
    public void close() {
        logins.close();
    }
}
