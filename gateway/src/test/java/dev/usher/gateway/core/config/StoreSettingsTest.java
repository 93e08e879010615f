package dev.usher.gateway.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.usher.gateway.core.config.StoreSettings.Place;
import dev.usher.membership.settings.ConfigException;
import dev.usher.membership.settings.Secret;
import dev.usher.membership.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreSettingsTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aSqliteFileIsRelativeToTheConfiguration() {
        assertThat(read("{}")).isEqualTo(new StoreSettings(new Place.Sqlite(folder.resolve("data/usher.db")), null));
        assertThat(read("{url: 'sqlite:other.db'}").place()).isEqualTo(new Place.Sqlite(folder.resolve("other.db")));
        assertThat(read("{url: 'sqlite:/var/lib/usher/usher.db'}").place())
                .isEqualTo(new Place.Sqlite(Path.of("/var/lib/usher/usher.db")));
    }

    @Test
    void aServerIsReadFromItsUrl() {
        var expected = new Place.Postgresql(
                "db.example.com", 6432, "estate", "ada", new Secret("p:a@s"), Map.of("sslmode", "verify-full"));

        assertThat(
                        read(
                                "{url: 'postgresql://ada:p%3Aa%40s@db.example.com:6432/estate?sslmode=verify-full', secret_key: k}"))
                .isEqualTo(new StoreSettings(expected, new Secret("k")));
        assertThat(read("{url: 'postgresql://ada@db.example.com/estate', secret_key: k}")
                        .place())
                .isEqualTo(new Place.Postgresql("db.example.com", 5432, "estate", "ada", null, Map.of()));
        assertThat(read("{url: 'postgresql://ada@[::1]/estate', password: x, secret_key: k}")
                        .place())
                .isEqualTo(new Place.Postgresql("::1", 5432, "estate", "ada", new Secret("x"), Map.of()));
    }

    @Test
    void theUrlMayStandInAFile() throws IOException {
        Files.writeString(folder.resolve("url"), "postgresql://ada:secret@db/estate\n");

        var place =
                (Place.Postgresql) read("{url: '${file:url}', secret_key: k}").place();

        assertThat(Objects.requireNonNull(place.password()).reveal()).isEqualTo("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://ada:hunter2@db/estate",
                "postgresql://db/hunter2",
                "postgresql://ada:hunter2@db",
                "postgresql://ada:hunter2@db:99999/estate",
                "postgresql://ada:hunter2@db/estate?socketFactory=evil",
                "hunter2 hunter2",
            })
    void aUrlThatIsNoneIsToldWithoutBeingShown(String url) {
        assertThat(mistakes("{url: '" + url + "', secret_key: k}"))
                .contains("store.url: (not shown) (expected: sqlite:path or postgresql://user@host:port/database")
                .doesNotContain("hunter2");
    }

    @Test
    void aServerNeedsASecretKey() {
        assertThat(mistakes("{url: 'postgresql://ada@db/estate'}"))
                .contains("store.secret_key: missing (expected: 32 random bytes");
    }

    private StoreSettings read(String text) {
        return Settings.parse("gateway.yaml", "store: " + text, folder, _ -> null, root -> {
                    var store = root.section("store", StoreSettings::read);
                    root.close();
                    return store.get();
                })
                .value();
    }

    private String mistakes(String text) {
        return String.valueOf(
                catchThrowableOfType(ConfigException.class, () -> read(text)).getMessage());
    }
}
