package dev.usher.gateway.control.store;

import dev.usher.gateway.core.config.StoreSettings.Place;
import dev.usher.membership.files.DurableFile;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The file in which a gateway keeps its [Copy] of the store, for a start while the store is away: readable by its
/// owner only, replaced whole. It tells its format and which store it is of; one that tells something else is not
/// believed. *Confined to one thread at a time.*
public final class CopyFile {

    private static final int FORMAT = 1;

    private final DurableFile file;
    private final String store;

    /// @param store which it is a copy of
    public CopyFile(Path path, Place store) {
        this.file = new DurableFile(path);
        this.store = switch (store) {
            case Place.Sqlite(var database) ->
                "sqlite:" + database.toAbsolutePath().normalize();
            case Place.Postgresql server ->
                "postgresql://" + server.host() + ":" + server.port() + "/" + server.database();
        };
    }

    public Path path() {
        return file.path();
    }

    public void write(Copies.Known known) throws IOException {
        var json = new JsonObject()
                .put("format", FORMAT)
                .put("store", store)
                .put("true_until", known.trueEpochMillis())
                .put("copy", CopyText.json(known.copy()));
        var folder = file.path().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        file.write(json.toBuffer().getBytes());
    }

    /// What was written last; null when nothing ever was.
    ///
    /// @throws IOException when it cannot be read or is not believed, in words for the operator
    public Copies.@Nullable Known read() throws IOException {
        var bytes = file.read();
        if (bytes == null) {
            return null;
        }
        try {
            var json = new JsonObject(Buffer.buffer(bytes));
            check("format", FORMAT, json.getValue("format"));
            check("store", store, json.getValue("store"));
            return new Copies.Known(CopyText.copy(json.getJsonObject("copy")), json.getLong("true_until"));
        } catch (RuntimeException broken) {
            throw new IOException(file.path() + ": damaged (expected: a copy of the store as it was written)", broken);
        }
    }

    private void check(String key, Object expected, @Nullable Object found) throws IOException {
        if (!expected.equals(found)) {
            throw new IOException(file.path() + ": " + key + " " + found + " (expected: " + expected + ")");
        }
    }
}
