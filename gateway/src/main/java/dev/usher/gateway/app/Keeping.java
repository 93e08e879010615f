package dev.usher.gateway.app;

import dev.usher.gateway.control.api.Management;
import dev.usher.gateway.control.fleet.Clusters;
import dev.usher.gateway.control.fleet.Devices;
import dev.usher.gateway.control.fleet.Directors;
import dev.usher.gateway.control.fleet.Drains;
import dev.usher.gateway.control.fleet.Fleet;
import dev.usher.gateway.control.fleet.rules.Declarations;
import dev.usher.gateway.control.store.Copies;
import dev.usher.gateway.control.store.CopyFile;
import dev.usher.gateway.control.store.Seal;
import dev.usher.gateway.control.store.SealKey;
import dev.usher.gateway.control.store.Store;
import dev.usher.gateway.control.store.sql.SqlStore;
import dev.usher.gateway.control.token.Tokens.Declared;
import dev.usher.gateway.core.config.Configuration;
import dev.usher.gateway.core.config.StoreSettings.Place;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.membership.time.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Where the estate is kept, what opens its secrets, and what is known of it while it is away.
///
/// @param shared whether other gateways may keep theirs there too
record Keeping(Store store, Seal seal, Copies copies, CopyOnDisk disk, boolean shared) implements AutoCloseable {

    /// Opens what the configuration names; null where it names nothing.
    ///
    /// @throws UncheckedIOException when the key that seals cannot be read or made
    static @Nullable Keeping of(Configuration configuration, Ticker ticker) {
        var settings = configuration.store();
        if (settings == null) {
            return null;
        }
        try {
            var seal = SealKey.open(settings);
            var gateway = configuration.gateway();
            var file = new CopyFile(gateway.dataDir().resolve(gateway.name() + ".store-copy.json"), settings.place());
            var shared = settings.place() instanceof Place.Postgresql;
            return of(SqlStore.open(settings.place(), ticker), seal, file, shared, ticker);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What the API changes here.
    ///
    /// @param declared what the configuration file says now
    /// @param gateways where sidecars reach the gateways
    /// @param news what becomes of tokens
    Management management(
            Supplier<Declarations> declared, Fleet fleet, List<String> gateways, TokenNews news, Ticker ticker) {
        var random = new SecureRandom();
        Predicate<DirectorName> connected =
                director -> fleet.attendance(director).isPresent();
        Supplier<Declared> tokens =
                () -> new Declared(declared.get().clusters(), declared.get().listeners());
        return new Management(
                store,
                copies,
                new Directors(store, declared, connected, ticker, random),
                new Clusters(store, seal, declared, connected, ticker),
                new Devices(store, declared, ticker),
                new Drains(store, ticker),
                new dev.usher.gateway.control.token.Tokens(store, tokens, ticker, random),
                news.closings(),
                news.uses(),
                news.carried(),
                gateways);
    }

    static Keeping of(Store store, Seal seal, CopyFile file, boolean shared, Ticker ticker) {
        var copies = new Copies(store, ticker);
        return new Keeping(store, seal, copies, new CopyOnDisk(file, copies, ticker), shared);
    }

    @Override
    public void close() {
        disk.close();
        store.close();
    }
}
