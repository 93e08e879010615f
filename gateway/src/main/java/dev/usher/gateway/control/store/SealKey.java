package dev.usher.gateway.control.store;

import dev.usher.gateway.core.config.StoreSettings;
import dev.usher.gateway.core.config.StoreSettings.Place;
import dev.usher.membership.files.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/// Which key seals an estate's secrets: `store.secret_key`, or the one in the file beside a SQLite file, which is made
/// once. Whoever keeps a copy of the database needs that file too.
public final class SealKey {

    private SealKey() {}

    /// To be called by one thread, before the store's secrets are read.
    ///
    /// @throws IllegalArgumentException when the key is none, in words for the operator
    public static Seal open(StoreSettings settings) throws IOException {
        if (settings.secretKey() != null) {
            return Seal.of(settings.secretKey().reveal());
        }
        return switch (settings.place()) {
            case Place.Sqlite(var file) -> beside(new DurableFile(file.resolveSibling(file.getFileName() + ".key")));
            case Place.Postgresql _ ->
                throw new IllegalArgumentException("store.secret_key: missing (expected: " + Seal.EXPECTED + ")");
        };
    }

    private static Seal beside(DurableFile file) throws IOException {
        var found = file.read();
        if (found == null) {
            Files.createDirectories(file.path().resolveSibling("."));
            found = (Seal.newKey() + "\n").getBytes(StandardCharsets.US_ASCII);
            file.write(found);
        }
        try {
            return Seal.of(new String(found, StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException _) {
            throw new IOException(file.path() + ": no key (expected: " + Seal.EXPECTED + ")");
        }
    }
}
