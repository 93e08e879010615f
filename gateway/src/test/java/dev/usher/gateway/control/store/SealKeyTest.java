package dev.usher.gateway.control.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.gateway.core.config.StoreSettings;
import dev.usher.gateway.core.config.StoreSettings.Place;
import dev.usher.membership.settings.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealKeyTest {

    private static final byte[] SECRET = {1, 2, 3};

    @TempDir
    private Path folder = Path.of("");

    @Test
    void theKeyBesideTheFileIsMadeOnceForItsOwnerOnly() throws IOException {
        var settings = new StoreSettings(new Place.Sqlite(folder.resolve("data/usher.db")), null);

        var sealed = SealKey.open(settings).seal("x", SECRET);

        assertThat(SealKey.open(settings).unseal("x", sealed)).isEqualTo(SECRET);
        var permissions = Files.getPosixFilePermissions(folder.resolve("data/usher.db.key"));
        assertThat(PosixFilePermissions.toString(permissions)).isEqualTo("rw-------");
    }

    @Test
    void theConfiguredKeyWins() throws IOException {
        var key = Seal.newKey();
        var settings = new StoreSettings(new Place.Sqlite(folder.resolve("usher.db")), new Secret(key));

        var sealed = SealKey.open(settings).seal("x", SECRET);

        assertThat(Seal.of(key).unseal("x", sealed)).isEqualTo(SECRET);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFileThatHoldsNoKeyIsToldAndLeftAlone() throws IOException {
        var file = Files.writeString(folder.resolve("usher.db.key"), "hello");
        var settings = new StoreSettings(new Place.Sqlite(folder.resolve("usher.db")), null);

        assertThatThrownBy(() -> SealKey.open(settings)).hasMessageContaining("usher.db.key: no key (expected: 32");
        assertThat(file).hasContent("hello");
    }
}
