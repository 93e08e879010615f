package dev.usher.gateway.app;

import dev.usher.gateway.control.store.Copies;
import dev.usher.gateway.control.store.Seal;
import dev.usher.gateway.control.store.SealKey;
import dev.usher.gateway.control.store.Store;
import dev.usher.gateway.control.store.sql.SqlStore;
import dev.usher.gateway.core.config.StoreSettings;
import dev.usher.membership.time.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// Where the estate is kept, what opens its secrets, and what is known of it while it is away.
record Keeping(Store store, Seal seal, Copies copies) {

    /// Opens what the configuration names; null where it names nothing.
    ///
    /// @throws UncheckedIOException when the key that seals cannot be read or made
    static @Nullable Keeping of(@Nullable StoreSettings settings, Ticker ticker) {
        if (settings == null) {
            return null;
        }
        try {
            var store = SqlStore.open(settings.place(), ticker);
            return new Keeping(store, SealKey.open(settings), new Copies(store, ticker));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
